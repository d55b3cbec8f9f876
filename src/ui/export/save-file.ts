/** Hands the browser a file of what was exported. */
export function saveExport(document: { readonly id: string }): void {
  const text = JSON.stringify(document, null, 2);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = window.document.createElement("a");
  link.href = address;
  link.download = `gatehouse-${document.id}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
