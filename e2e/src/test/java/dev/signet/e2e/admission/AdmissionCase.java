package dev.signet.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * One row of a table in {@code admission/tests}; its README says what the fields mean.
 *
 * @param needs a kind that must be served, or empty
 * @param lacks a kind that must not be served, or empty
 */
record AdmissionCase(
        String name,
        Requester as,
        String needs,
        String lacks,
        List<ObjectNode> setup,
        Operation operation,
        ObjectNode manifest,
        Expectation expect) {
    AdmissionCase {
        setup = List.copyOf(setup);
    }

    /** How the request is made. */
    enum Operation {
        CREATE,
        UPDATE,
        PATCH,
        APPLY,
        STATUS,
        FINALIZE,
        DELETE
    }

    /** Who makes it. */
    record Requester(String user, List<String> groups) {
        Requester {
            groups = List.copyOf(groups);
        }
    }

    static AdmissionCase parse(JsonNode node) {
        List<ObjectNode> setup = new ArrayList<>();
        node.path("setup").forEach(object -> setup.add((ObjectNode) object));
        return new AdmissionCase(
                node.required("name").asText(),
                new Requester(
                        node.required("as").required("user").asText(),
                        StreamSupport.stream(node.required("as").path("groups").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()),
                node.path("needs").asText(),
                node.path("lacks").asText(),
                setup,
                Operation.valueOf(node.required("operation").asText().toUpperCase(Locale.ROOT)),
                (ObjectNode) node.required("manifest"),
                Expectation.parse(node.required("expect")));
    }

    /** Whether it applies where the API server serves these kinds of admission policy. */
    boolean appliesTo(Set<String> served) {
        return (needs.isEmpty() || served.contains(needs)) && !served.contains(lacks);
    }
}
