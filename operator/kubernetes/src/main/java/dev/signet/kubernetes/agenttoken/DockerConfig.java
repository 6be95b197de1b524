package dev.signet.kubernetes.agenttoken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The registry credentials of a {@code kubernetes.io/dockerconfigjson} Secret: one user name and token for every host.
 *
 * @param hosts the registries, sorted
 * @param username the user name
 * @param token the token, or its digest where only the shape matters
 */
record DockerConfig(List<String> hosts, String username, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();

    DockerConfig {
        List<String> sorted = new ArrayList<>(hosts);
        Collections.sort(sorted);
        hosts = List.copyOf(sorted);
    }

    /** The JSON document, byte for byte the same for the same content. */
    String render() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode auths = root.putObject("auths");
        String pair = username + ":" + token;
        String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        for (String host : hosts) {
            auths.putObject(host)
                    .put("username", username)
                    .put("password", token)
                    .put("auth", auth);
        }
        return root.toString();
    }

    /** Reads a document that {@link #render} wrote; empty for every other. */
    static Optional<DockerConfig> parse(String document) {
        try {
            JsonNode auths = JSON.readTree(document).path("auths");
            List<String> hosts = new ArrayList<>();
            auths.fieldNames().forEachRemaining(hosts::add);
            JsonNode first = hosts.isEmpty() ? auths : auths.path(hosts.get(0));
            DockerConfig config = new DockerConfig(
                    hosts,
                    first.path("username").asText(),
                    first.path("password").asText());
            return config.render().equals(document) ? Optional.of(config) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The same with another value in the token's place. */
    DockerConfig withToken(String other) {
        return new DockerConfig(hosts, username, other);
    }

    @Override
    public String toString() {
        return "DockerConfig[" + hosts + ", " + username + "]";
    }
}
