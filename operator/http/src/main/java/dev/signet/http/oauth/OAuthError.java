package dev.signet.http.oauth;

import dev.signet.http.inbound.Problems;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** An error in the format of RFC 6749, section 5.2. */
final class OAuthError {

    private OAuthError() {}

    /**
     * Answers with one.
     *
     * @param error the code that the RFCs define
     * @param description for people; quotes nothing of the request
     */
    static void answer(HttpServerResponse response, int status, String error, String description) {
        Problems.mark(response, status);
        response.putHeader("Content-Type", "application/json")
                .putHeader("Pragma", "no-cache")
                .end(new JsonObject()
                        .put("error", error)
                        .put("error_description", description)
                        .encode());
    }
}
