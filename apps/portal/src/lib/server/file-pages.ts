const FILE_PAGES = /^\/(?:reconciliation\/bank|settings\/import|refunds\/[^/]+|payments\/[^/]+)$/;

/** Whether the page at this path has a form with a file: such a form sends large bodies. */
export function takesFiles(path: string): boolean {
  return FILE_PAGES.test(path);
}
