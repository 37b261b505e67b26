const FILE_PAGES = /^\/(?:reconciliation\/bank|refunds\/[^/]+|payments\/[^/]+)$/;

/** Whether the page at this path has a form with a file in it: what such a form sends is large. */
export function takesFiles(path: string): boolean {
  return FILE_PAGES.test(path);
}
