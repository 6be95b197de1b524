package dev.signet.kubernetes.agenttoken;

import java.util.List;

/** The keys of the Secrets that carry tokens, as documented for their users. */
final class SecretKeys {

    /** The token's value. */
    static final String TOKEN = "token";
    /** Its id. */
    static final String TOKEN_ID = "token-id";
    /** When it expires, RFC 3339 in UTC; absent where it never does. */
    static final String EXPIRES_AT = "expires-at";
    /** What Basic authentication must send as the user name. */
    static final String USERNAME = "username";
    /** The value again, as {@code kubernetes.io/basic-auth} calls it. */
    static final String PASSWORD = "password";
    /** The alias of 128 characters. */
    static final String REFERENCE_TOKEN = "reference-token";
    /** What redeems a successor. */
    static final String REFRESH_TOKEN = "refresh-token";
    /** Credentials of registries, as {@code kubernetes.io/dockerconfigjson} calls them. */
    static final String DOCKER_CONFIG = ".dockerconfigjson";

    /** Every key of ours: what is none of these in a Secret was put there by others, who may keep it. */
    static final List<String> ALL =
            List.of(TOKEN, TOKEN_ID, EXPIRES_AT, USERNAME, PASSWORD, REFERENCE_TOKEN, REFRESH_TOKEN, DOCKER_CONFIG);

    private SecretKeys() {}
}
