package dev.signet.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The manifests of a chart, one by one, each with the template that it is from. */
record Rendering(List<String> manifests) {
    private static final Pattern START = Pattern.compile("(?m)^---$\\n(?=# Source: )");
    private static final YAMLMapper YAML = new YAMLMapper();

    static Rendering of(String stream) {
        return new Rendering(START.splitAsStream(stream)
                .filter(text -> !text.isBlank())
                .map(text -> text.strip() + "\n")
                .toList());
    }

    /** Those from the folders {@code crds} and {@code admission}. */
    Rendering generated() {
        return new Rendering(manifests.stream().filter(isGenerated()).toList());
    }

    /** Those that were written by hand. */
    Rendering handwritten() {
        return new Rendering(manifests.stream().filter(isGenerated().negate()).toList());
    }

    private static Predicate<String> isGenerated() {
        return Pattern.compile("^# Source: signet/templates/(crds|admission)/").asPredicate();
    }

    /** The objects, parsed. */
    List<JsonNode> objects() {
        return objects(text());
    }

    /** The objects of any YAML stream. */
    static List<JsonNode> objects(String stream) {
        List<JsonNode> objects = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(stream)) {
            documents.forEachRemaining(objects::add);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
        return Stream.of(objects)
                .flatMap(List::stream)
                .filter(JsonNode::isObject)
                .toList();
    }

    String text() {
        return manifests.stream().map(manifest -> "---\n" + manifest).collect(Collectors.joining());
    }
}
