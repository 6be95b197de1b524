package dev.signet.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;

/** What a case expects of the answer. */
sealed interface Expectation {
    boolean holds(Answer answer);

    /** Whether it says that a policy bites, which shows that the policy is in force. */
    boolean needsPolicy();

    /** The request is accepted. */
    record Allowed() implements Expectation {
        @Override
        public boolean holds(Answer answer) {
            return answer.accepted();
        }

        @Override
        public boolean needsPolicy() {
            return false;
        }
    }

    /** It is refused, and the message says this. */
    record Refused(String part) implements Expectation {
        @Override
        public boolean holds(Answer answer) {
            return !answer.accepted() && answer.message().contains(part);
        }

        @Override
        public boolean needsPolicy() {
            return true;
        }
    }

    /** It is accepted, and a warning says this. */
    record Warned(String part) implements Expectation {
        @Override
        public boolean holds(Answer answer) {
            return answer.accepted() && answer.warnings().stream().anyMatch(warning -> warning.contains(part));
        }

        @Override
        public boolean needsPolicy() {
            return true;
        }
    }

    /** It is accepted, and no warning says this. */
    record Silent(String part) implements Expectation {
        @Override
        public boolean holds(Answer answer) {
            return answer.accepted() && answer.warnings().stream().noneMatch(warning -> warning.contains(part));
        }

        @Override
        public boolean needsPolicy() {
            return false;
        }
    }

    /** It is accepted, and the object answered holds this. */
    record Result(JsonNode part) implements Expectation {
        @Override
        public boolean holds(Answer answer) {
            return answer.accepted() && contains(answer.body(), part);
        }

        @Override
        public boolean needsPolicy() {
            return false;
        }

        private static boolean contains(JsonNode whole, JsonNode part) {
            return part.isObject()
                    ? part.properties().stream()
                            .allMatch(field -> contains(whole.path(field.getKey()), field.getValue()))
                    : whole.equals(part);
        }
    }

    static Expectation parse(JsonNode node) {
        if (node.asText().equals("allowed")) {
            return new Allowed();
        }
        var field = node.properties().iterator().next();
        return switch (field.getKey()) {
            case "refused" -> new Refused(field.getValue().asText());
            case "warning" -> new Warned(field.getValue().asText());
            case "silent" -> new Silent(field.getValue().asText());
            case "result" -> new Result(field.getValue());
            default -> throw new IllegalArgumentException("no expectation: " + node);
        };
    }
}
