package dev.signet.http.registry;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A successful answer, with what older and newer clients read. */
final class RegistryToken {

    private RegistryToken() {}

    static void answer(
            HttpServerResponse response, String token, Optional<String> session, Instant issuedAt, Instant end) {
        JsonObject json = new JsonObject()
                .put("token", token)
                .put("access_token", token)
                .put("expires_in", Duration.between(issuedAt, end).toSeconds())
                .put("issued_at", issuedAt.toString());
        session.ifPresent(value -> json.put("refresh_token", value));
        response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(json.encode());
    }
}
