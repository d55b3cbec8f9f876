/** One section of the settings, by its name. Its shape is checked where it is read. */
export interface Setting {
  id: string;
  value: unknown;
}
