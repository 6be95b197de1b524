package dev.signet.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The etcd below an API server, by its JSON gateway: many objects come in seconds this way, past admission. */
final class Etcd {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRANSACTION = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;

    Etcd(String server) {
        this.server = URI.create(server);
    }

    /** An object as the API server keeps it. */
    @SuppressWarnings("ArrayRecordComponent") // bytes to put, compared by nobody
    record Entry(String key, byte[] value) {}

    /**
     * One object.
     *
     * @throws IllegalStateException if there is none
     */
    byte[] get(String key) {
        JsonNode found = post("/v3/kv/range", JSON.createObjectNode().put("key", base64(key)))
                .path("kvs")
                .path(0)
                .path("value");
        if (!found.isTextual()) {
            throw new IllegalStateException("etcd holds no " + key);
        }
        return Base64.getDecoder().decode(found.asText());
    }

    /** Writes objects, a hundred at once. */
    void put(List<Entry> entries) {
        for (int from = 0; from < entries.size(); from += TRANSACTION) {
            ObjectNode transaction = JSON.createObjectNode();
            ArrayNode puts = transaction.putArray("success");
            for (Entry entry : entries.subList(from, Math.min(from + TRANSACTION, entries.size()))) {
                puts.addObject()
                        .putObject("requestPut")
                        .put("key", base64(entry.key()))
                        .put("value", Base64.getEncoder().encodeToString(entry.value()));
            }
            post("/v3/kv/txn", transaction);
        }
    }

    /** The size of its database on disk, in bytes. */
    long size() {
        return send(HttpRequest.newBuilder(server.resolve("/metrics")).build())
                .lines()
                .filter(line -> line.startsWith("etcd_mvcc_db_total_size_in_bytes "))
                .map(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode post(String path, ObjectNode body) {
        try {
            return JSON.readTree(send(HttpRequest.newBuilder(server.resolve(path))
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answered " + answer.statusCode() + answer.body());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
