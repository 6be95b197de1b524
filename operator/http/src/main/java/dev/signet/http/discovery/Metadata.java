package dev.signet.http.discovery;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The document {@code /.well-known/openid-configuration} (OpenID Connect Discovery, RFC 8414). */
public final class Metadata {

    /** Its path below the issuer. */
    public static final String PATH = "/.well-known/openid-configuration";

    /** Where the key set is. */
    public static final String KEYS = "/.well-known/jwks.json";

    private Metadata() {}

    /**
     * The document of an issuer, which comes from the configuration and never from a request.
     *
     * @param issuer without a slash at its end
     */
    public static byte[] of(String issuer) {
        return new JsonObject()
                .put("issuer", issuer)
                .put("jwks_uri", issuer + KEYS)
                .put("token_endpoint", issuer + "/oauth2/token")
                .put("introspection_endpoint", issuer + "/oauth2/introspect")
                .put("revocation_endpoint", issuer + "/oauth2/revoke")
                .put("response_types_supported", new JsonArray(List.of("none")))
                .put("subject_types_supported", new JsonArray(List.of("public")))
                .put("id_token_signing_alg_values_supported", new JsonArray(List.of("ES256", "RS256", "EdDSA")))
                .put(
                        "grant_types_supported",
                        new JsonArray(List.of("refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange")))
                .put("token_endpoint_auth_methods_supported", new JsonArray(List.of("none")))
                .encodePrettily()
                .concat("\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
