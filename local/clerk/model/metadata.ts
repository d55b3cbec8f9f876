export type Metadata = Record<string, unknown>;
