/** A clean checkout has no next-env.d.ts until Next has run once, and tsc and eslint run before it. */
declare module "*.webp" {
  import type { StaticImageData } from "next/image";

  const image: StaticImageData;
  export default image;
}
