package dev.signet.http.registry;

import dev.signet.domain.signing.AccessTokenClaims.Validity;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** A successful answer, with what older and newer clients read. */
final class RegistryToken {

    private RegistryToken() {}

    static void answer(HttpServerResponse response, String token, Optional<String> session, Validity validity) {
        JsonObject json = new JsonObject()
                .put("token", token)
                .put("access_token", token)
                .put(
                        "expires_in",
                        Duration.between(validity.issuedAt(), validity.expiresAt())
                                .toSeconds())
                .put("issued_at", validity.issuedAt().toString());
        session.ifPresent(value -> json.put("refresh_token", value));
        response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(json.encode());
    }
}
