package dev.signet.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the API server answered.
 *
 * @param code the HTTP status
 * @param body the object, or a Status
 */
record Reply(int code, JsonNode body) {

    boolean accepted() {
        return code < 300;
    }

    /** Whether it was refused for a field with a text. A field that the schema does not know has no cause; the message names it. */
    boolean refuses(String field, String text) {
        JsonNode causes = body.path("details").path("causes");
        if (causes.isEmpty()) {
            String message = body.path("message").asText();
            return code == 400 && message.contains("\"" + field + "\"") && message.contains(text);
        }
        for (JsonNode cause : causes) {
            if (cause.path("field").asText().equals(field)
                    && cause.path("message").asText().contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the object answered holds all of this, and perhaps more. */
    boolean holds(JsonNode part) {
        return holds(body, part);
    }

    private static boolean holds(JsonNode whole, JsonNode part) {
        if (part.isObject()) {
            return whole.isObject()
                    && part.properties().stream()
                            .allMatch(field -> holds(whole.path(field.getKey()), field.getValue()));
        }
        if (part.isArray() && whole.size() == part.size()) {
            for (int i = 0; i < part.size(); i++) {
                if (!holds(whole.path(i), part.path(i))) {
                    return false;
                }
            }
            return true;
        }
        return whole.equals(part);
    }
}
