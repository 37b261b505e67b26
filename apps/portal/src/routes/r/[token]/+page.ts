// The client's page needs no scripts, and sends none.
export const csr = false;
