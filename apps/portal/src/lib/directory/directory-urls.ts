// The URLs of what payments belong to.

export function matterUrl(id: string): string {
  return `/matters/${encodeURIComponent(id)}`;
}

export function clientUrl(id: string): string {
  return `/clients/${encodeURIComponent(id)}`;
}
