package dev.signet.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One row of a table: writes, of which the last one is judged.
 *
 * @param row as it stands in the table, whose head says what its fields mean
 */
record SchemaRow(JsonNode row) {

    String name() {
        return row.required("name").asText();
    }

    /** Makes the writes, checks what became of the last one, and leaves nothing behind. */
    void runWith(KindClient kind) {
        ObjectNode object =
                row.required(row.has("manifest") ? "manifest" : "create").deepCopy();
        try {
            judge(lastReply(kind, object));
        } finally {
            kind.delete(object);
        }
    }

    private Reply lastReply(KindClient kind, ObjectNode object) {
        Reply created = kind.create(object);
        if (row.has("manifest")) {
            return created;
        }
        ObjectNode stored = accepted(created);
        if (row.has("update")) {
            ObjectNode update = row.required("update").deepCopy();
            update.withObject("/metadata").set("resourceVersion", stored.at("/metadata/resourceVersion"));
            return kind.replace(update);
        }
        ObjectNode reported = accepted(kind.replaceStatus(withStatus(stored, row.required("status"))));
        return kind.replaceStatus(withStatus(reported, row.required("statusUpdate")));
    }

    private void judge(Reply reply) {
        JsonNode expect = row.required("expect");
        if (expect.isObject()) {
            String field = expect.required("field").asText();
            String text = expect.required("refused").asText();
            assertThat(reply.refuses(field, text))
                    .as("%s is refused with \"%s\": %s", field, text, reply)
                    .isTrue();
            return;
        }
        assertThat(expect.asText()).isEqualTo("accepted");
        accepted(reply);
        if (row.has("stored")) {
            assertThat(reply.holds(row.required("stored")))
                    .as("%s is in what is stored: %s", row.required("stored"), reply)
                    .isTrue();
        }
    }

    /** An empty status is none. */
    private static ObjectNode withStatus(ObjectNode stored, JsonNode status) {
        ObjectNode object = stored.deepCopy();
        if (status.isEmpty()) {
            object.remove("status");
        } else {
            object.set("status", status);
        }
        return object;
    }

    private static ObjectNode accepted(Reply reply) {
        assertThat(reply.accepted()).as("accepted: %s", reply).isTrue();
        return (ObjectNode) reply.body();
    }
}
