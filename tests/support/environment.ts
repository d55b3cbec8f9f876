/** Environment of an application under test; the database's address is added where there is one. */
export const environment = {
  APP_URL: "http://localhost:3000",
  DATABASE_URL: "postgresql://nobody@localhost:1/none",
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_bG9jYWwuY2xlcmsuYWNjb3VudHMuZGV2JA==",
  CLERK_SECRET_KEY: "sk_test_integration",
  // Nobody listens there: without a local Clerk of its own no test reaches any.
  CLERK_API_URL: "http://127.0.0.1:1",
  CLERK_WEBHOOK_SIGNING_SECRET: "whsec_aW50ZWdyYXRpb24tdGVzdHMtb25seQ==",
  DATABASE_POOL_MAX: "8",
  LOG_LEVEL: "silent",
};
