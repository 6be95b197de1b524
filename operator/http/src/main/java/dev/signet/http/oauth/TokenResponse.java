package dev.signet.http.oauth;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** A successful answer of the token endpoint (RFC 6749, section 5.1), which nobody may keep. */
final class TokenResponse {

    private TokenResponse() {}

    static void answer(HttpServerResponse response, JsonObject json) {
        response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Pragma", "no-cache")
                .end(json.encode());
    }
}
