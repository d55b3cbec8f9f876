"use client";

export { PageError as default } from "@/src/ui/page-error";
