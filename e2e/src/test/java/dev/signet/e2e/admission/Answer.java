package dev.signet.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What the API server said.
 *
 * @param code     the HTTP status
 * @param body     the object, or a Status
 * @param warnings as kubectl prints them
 */
record Answer(int code, JsonNode body, List<String> warnings) {
    Answer {
        warnings = List.copyOf(warnings);
    }

    boolean accepted() {
        return code < 300;
    }

    /** Why it was refused. */
    String message() {
        return body.path("message").asText();
    }
}
