package dev.signet.http.registry;

import dev.signet.http.inbound.Problems;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An error in the format of registries. */
final class RegistryError {

    private RegistryError() {}

    /** Answers with one; a 401 asks for Basic credentials. */
    static void answer(HttpServerResponse response, int status, String message) {
        Problems.mark(response, status);
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Basic realm=\"signet\", charset=\"UTF-8\"");
        }
        JsonObject error = new JsonObject().put("code", code(status)).put("message", message);
        response.putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("errors", new JsonArray().add(error)).encode());
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "UNAUTHORIZED";
            case 429 -> "TOOMANYREQUESTS";
            case 503 -> "UNAVAILABLE";
            default -> "UNSUPPORTED";
        };
    }
}
