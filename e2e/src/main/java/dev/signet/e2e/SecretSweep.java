package dev.signet.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Looks for secrets everywhere but in the data of Secrets: a value issued must be found nowhere. */
public final class SecretSweep {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    private final Function<String, Set<String>> finder;
    private final List<SecretFinding> findings = new ArrayList<>();

    private SecretSweep(Function<String, Set<String>> finder) {
        this.finder = finder;
    }

    /**
     * A sweep for these values, also in base64 and hex.
     *
     * @throws IllegalArgumentException if one has under 12 characters: it would be found by chance
     */
    public static SecretSweep of(Collection<String> values) {
        return new SecretSweep(new ValueFinder(values)::find);
    }

    /** A sweep for whatever looks like a token, a private key or credentials: {@link SecretScanner}. */
    public static SecretSweep byShape() {
        return new SecretSweep(new SecretScanner()::find);
    }

    /** Looks through every object of every kind that can be listed, Events included, and Secrets but for their data. */
    public SecretSweep objects(KubernetesClient admin) {
        return objects(admin, resource -> true);
    }

    /** Looks through every object of the kinds that match, by plural name, as {@code configmaps}. */
    public SecretSweep objects(KubernetesClient admin, Predicate<String> plural) {
        searchKinds(admin, "v1", plural);
        for (APIGroup group : admin.getApiGroups().getGroups()) {
            searchKinds(admin, group.getPreferredVersion().getGroupVersion(), plural);
        }
        return this;
    }

    /** Looks through a file line by line, as a log; it may end in the middle of a character. */
    public SecretSweep file(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                search(file.getFileName() + " line " + number, line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    /** Looks through a text, as what {@code /metrics} answered. */
    public SecretSweep text(String place, String text) {
        search(place, text);
        return this;
    }

    /** What was found so far; empty is good. */
    public List<SecretFinding> findings() {
        return List.copyOf(findings);
    }

    private void searchKinds(KubernetesClient admin, String groupVersion, Predicate<String> plural) {
        for (APIResource resource : admin.getApiResources(groupVersion).getResources()) {
            boolean isKind =
                    !resource.getName().contains("/") && resource.getVerbs().contains("list");
            if (isKind && plural.test(resource.getName())) {
                searchKind(admin, groupVersion, resource.getName());
            }
        }
    }

    private void searchKind(KubernetesClient admin, String groupVersion, String plural) {
        String root = groupVersion.contains("/") ? "/apis/" : "/api/";
        String list = root + groupVersion + "/" + plural + "?limit=" + PAGE;
        String next = "";
        do {
            JsonNode page = parse(admin.raw(next.isEmpty() ? list : list + "&continue=" + next));
            for (JsonNode item : page.path("items")) {
                if (groupVersion.equals("v1") && plural.equals("secrets") && item instanceof ObjectNode secret) {
                    secret.remove(List.of("data", "stringData"));
                }
                JsonNode metadata = item.path("metadata");
                String namespace = metadata.path("namespace").asText();
                String name = metadata.path("name").asText();
                search(plural + " " + (namespace.isEmpty() ? name : namespace + "/" + name), item.toString());
            }
            next = URLEncoder.encode(page.path("metadata").path("continue").asText(), StandardCharsets.UTF_8);
        } while (!next.isEmpty());
    }

    private void search(String place, String text) {
        for (String value : finder.apply(text)) {
            findings.add(new SecretFinding(place, fingerprint(value)));
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String fingerprint(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
