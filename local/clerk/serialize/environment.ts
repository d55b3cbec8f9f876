import type { AttributeDataJSON, DisplayConfigJSON, EnvironmentJSON } from "@clerk/shared/types";
import {
  APPLICATION_NAME,
  type Config,
  PASSWORD_MAX_LENGTH,
  PASSWORD_MIN_LENGTH,
} from "../config.ts";
import type { InstanceSettings } from "../settings/instance.ts";

const OFF: AttributeDataJSON = {
  enabled: false,
  required: false,
  used_for_first_factor: false,
  first_factors: [],
  used_for_second_factor: false,
  second_factors: [],
  verifications: [],
  verify_at_sign_up: false,
};

/** Every setting of the instance, as one would make them in the dashboard: the components draw themselves by it. */
export function environmentJson(config: Config, settings: InstanceSettings): EnvironmentJSON {
  const json = {
    object: "environment",
    id: "env_local",
    auth_config: {
      object: "auth_config",
      id: "aconf_local",
      single_session_mode: !settings.multiSession,
      claimed_at: null,
      reverification: false,
      session_minter: false,
      test_mode: true,
      url_based_session_syncing: true,
    },
    display_config: displayConfig(config),
    user_settings: {
      attributes: attributes(),
      sign_in: { second_factor: { required: false, enabled: true } },
      sign_up: {
        allowlist_only: false,
        progressive: true,
        // A captcha would be loaded from the network.
        captcha_enabled: false,
        captcha_widget_type: "smart",
        custom_action_required: false,
        mode: "public",
        legal_consent_enabled: false,
        mfa: { required: false },
      },
      actions: {
        delete_self: true,
        create_organization: true,
        create_organizations_limit: settings.organizations.creationLimit,
      },
      attack_protection: { enumeration_protection: { enabled: false } },
      passkey_settings: { allow_autofill: false, show_sign_in_button: false },
      social: {},
      enterprise_sso: { enabled: false, self_serve_sso: false, self_serve_directory_sync: false },
      password_settings: {
        disable_hibp: true,
        min_length: PASSWORD_MIN_LENGTH,
        max_length: PASSWORD_MAX_LENGTH,
        require_special_char: false,
        require_numbers: false,
        require_uppercase: false,
        require_lowercase: false,
        show_zxcvbn: false,
        min_zxcvbn_strength: 0,
        allowed_special_characters: "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~",
      },
      username_settings: { min_length: 4, max_length: 64 },
    },
    organization_settings: {
      enabled: true,
      max_allowed_memberships: settings.organizations.maxAllowedMemberships,
      force_organization_selection: settings.chooseOrganization,
      actions: { admin_delete: true },
      domains: {
        enabled: settings.domains.enabled,
        enrollment_modes: settings.domains.enabled ? settings.domains.enrollmentModes : [],
        default_role: settings.defaultRole,
      },
      creator_role: settings.creatorRole,
      slug: { disabled: false },
      organization_creation_defaults: { enabled: false },
    },
    commerce_settings: {
      billing: {
        enabled: false,
        stripe_publishable_key: null,
        organization: { enabled: false, has_paid_plans: false },
        user: { enabled: false, has_paid_plans: false },
      },
    },
    api_keys_settings: {
      enabled: settings.apiKeys.user || settings.apiKeys.organization,
      user_api_keys_enabled: settings.apiKeys.user,
      orgs_api_keys_enabled: settings.apiKeys.organization,
    },
    protect_config: { object: "protect_config", id: "prot_local" },
    maintenance_mode: false,
    partitioned_cookies: false,
    client_debug_mode: false,
  };
  // The types want ids on parts that have none (declared `never`) and every social provider; Clerk sends neither.
  return json as unknown as EnvironmentJSON;
}

function attributes() {
  return {
    email_address: {
      ...OFF,
      enabled: true,
      required: true,
      used_for_first_factor: true,
      first_factors: ["email_code"],
      verifications: ["email_code"],
      verify_at_sign_up: true,
    },
    password: { ...OFF, enabled: true, required: true },
    first_name: { ...OFF, enabled: true },
    last_name: { ...OFF, enabled: true },
    phone_number: OFF,
    username: OFF,
    web3_wallet: OFF,
    authenticator_app: secondFactor("totp"),
    backup_code: secondFactor("backup_code"),
    passkey: OFF,
  } satisfies EnvironmentJSON["user_settings"]["attributes"];
}

function secondFactor(strategy: "totp" | "backup_code"): AttributeDataJSON {
  return { ...OFF, enabled: true, used_for_second_factor: true, second_factors: [strategy] };
}

function displayConfig(config: Config) {
  const app = config.appUrl;
  return {
    object: "display_config",
    id: "dconf_local",
    instance_environment_type: "development",
    application_name: APPLICATION_NAME,
    theme: {
      buttons: { font_color: "#ffffff", font_family: "sans-serif", font_weight: "600" },
      general: {
        color: "#6c47ff",
        padding: "1em",
        box_shadow: "0 2px 8px rgba(0,0,0,0.2)",
        font_color: "#151515",
        font_family: "sans-serif",
        border_radius: "0.5em",
        background_color: "#ffffff",
        label_font_weight: "600",
      },
      accounts: { background_color: "#ffffff" },
    },
    preferred_sign_in_strategy: "password",
    logo_image_url: "",
    favicon_image_url: "",
    home_url: app,
    sign_in_url: `${app}/sign-in`,
    sign_up_url: `${app}/sign-up`,
    user_profile_url: `${app}/user`,
    waitlist_url: `${app}/waitlist`,
    after_sign_in_url: app,
    after_sign_up_url: app,
    after_sign_out_one_url: app,
    after_sign_out_all_url: app,
    after_switch_session_url: app,
    after_join_waitlist_url: app,
    organization_profile_url: `${app}/organization`,
    create_organization_url: `${app}/create-organization`,
    after_leave_organization_url: app,
    after_create_organization_url: app,
    branded: false,
    clerk_js_version: "6",
    show_devmode_warning: false,
    terms_url: "",
    privacy_policy_url: "",
    support_email: "",
    captcha_public_key: null,
    captcha_widget_type: null,
    captcha_public_key_invisible: null,
    captcha_provider: "turnstile",
    captcha_oauth_bypass: [],
    captcha_heartbeat: false,
  } satisfies DisplayConfigJSON;
}
