package dev.signet.kubernetes.authority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * As much of an API server as the writes of this package need, exactly: create or 409, status under its resourceVersion,
 * merge patch under its, delete under preconditions, list by equality of labels, watch over HTTP. It counts writes and cuts
 * off whoever writes after a number of them, as a crash would.
 */
final class TinyApiServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final List<Happened> happened = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();
    private long version = 100;
    private int writesLeft = Integer.MAX_VALUE;

    private String unreadable = "";
    private String unlisted = "";

    private record Watcher(String prefix, HttpExchange exchange) {}

    private record Answer(int code, JsonNode body) {}

    static {
        // Otherwise each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    TinyApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    KubernetesClient client() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .withOnlyHttpWatches(true)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Lets this many more writes through and refuses those after. */
    synchronized void cutAfter(int more) {
        writesLeft = more;
        writes.clear();
    }

    /** The writes since the last cut, as {@code POST secrets/signet-ca}. */
    synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    synchronized void remove(String path) {
        Optional.ofNullable(objects.remove(path)).ifPresent(gone -> {
            ObjectNode last = gone.deepCopy();
            last.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
            tell("DELETED", path, last);
        });
    }

    /** Refuses to read an object of a kind by its name, as rights would. */
    synchronized void refuseNamed(String kind) {
        unreadable = kind;
    }

    /** Has the next list of a kind come out empty, as if what is in it had come a moment later. */
    synchronized void hideFromNextList(String kind) {
        unlisted = kind;
    }

    synchronized void clear() {
        writesLeft = Integer.MAX_VALUE;
        objects.clear();
        happened.clear();
    }

    synchronized List<String> names(String kind) {
        return objects.keySet().stream()
                .filter(path -> path.contains("/" + kind + "/"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    synchronized List<JsonNode> all(String kind) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().contains("/" + kind + "/"))
                .<JsonNode>map(Map.Entry::getValue)
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> query = query(exchange);
        if (exchange.getRequestMethod().equals("GET") && query.containsKey("watch")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            watch(new Watcher(path, exchange), Long.parseLong(query.getOrDefault("resourceVersion", "0")));
            return;
        }
        byte[] content = exchange.getRequestBody().readAllBytes();
        Answer answer = answer(exchange.getRequestMethod(), path, query, content);
        byte[] body = JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.code(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Map.of()
                : Arrays.stream(query.split("&"))
                        .map(part -> part.split("=", 2))
                        .collect(Collectors.toMap(
                                part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private synchronized Answer answer(String method, String path, Map<String, String> query, byte[] content)
            throws IOException {
        if (method.equals("GET")) {
            if (isNamed(path) && !unreadable.isEmpty() && path.contains("/" + unreadable + "/")) {
                return status(403, "not granted");
            }
            return isNamed(path) ? found(path) : list(path, query.getOrDefault("labelSelector", ""));
        }
        ObjectNode body = content.length == 0 ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(content);
        if (writesLeft-- <= 0) {
            return status(403, "cut off");
        }
        Answer answer = switch (method) {
            case "POST" -> create(path, body);
            case "PUT" -> updateStatus(path.substring(0, path.length() - "/status".length()), body);
            case "PATCH" -> patch(path, body);
            case "DELETE" -> delete(path, body.path("preconditions"));
            default -> status(405, method);
        };
        writes.add(method + " " + path.substring(path.indexOf("/", path.indexOf("v1") + 1)) + " " + answer.code());
        return answer;
    }

    private static boolean isNamed(String path) {
        List<String> collections = List.of("secrets", "certificateauthorities", "configmaps", "events");
        return !collections.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    private Answer found(String path) {
        ObjectNode object = objects.get(path);
        return object == null ? status(404, "not found") : new Answer(200, object);
    }

    private Answer list(String path, String selector) {
        ObjectNode list = JSON.createObjectNode();
        list.put("apiVersion", "v1").put("kind", "List");
        list.putObject("metadata").put("resourceVersion", String.valueOf(version));
        var items = list.putArray("items");
        objects.forEach((name, object) -> {
            if (name.startsWith(path + "/") && !isUnlisted(path) && matches(object, selector)) {
                items.add(object);
            }
        });
        unlisted = isUnlisted(path) ? "" : unlisted;
        return new Answer(200, list);
    }

    private boolean isUnlisted(String path) {
        return !unlisted.isEmpty() && path.endsWith("/" + unlisted);
    }

    private static boolean matches(JsonNode object, String selector) {
        JsonNode labels = object.path("metadata").path("labels");
        return selector.contains(" in ")
                || Arrays.stream(selector.split(",", -1))
                        .filter(part -> !part.isEmpty())
                        .allMatch(part ->
                                labels.path(part.split("=", -1)[0]).asText().equals(part.split("=", -1)[1]));
    }

    private Answer create(String path, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (!metadata.has("name")) {
            metadata.put("name", metadata.path("generateName").asText() + UUID.randomUUID());
        }
        String key = path + "/" + metadata.path("name").asText();
        if (objects.containsKey(key)) {
            return status(409, "exists");
        }
        metadata.put("uid", UUID.randomUUID().toString()).put("generation", 1);
        object.remove("status");
        return stored("ADDED", key, object);
    }

    private Answer updateStatus(String path, ObjectNode body) {
        ObjectNode object = objects.get(path);
        if (object == null || !sameVersion(object, body.path("metadata"))) {
            return status(object == null ? 404 : 409, "changed");
        }
        ObjectNode after = object.deepCopy();
        after.set("status", body.get("status"));
        return stored("MODIFIED", path, after);
    }

    private Answer patch(String path, ObjectNode patch) {
        ObjectNode object = objects.get(path);
        if (object == null
                || (patch.path("metadata").has("resourceVersion") && !sameVersion(object, patch.path("metadata")))) {
            return status(object == null ? 404 : 409, "changed");
        }
        ObjectNode after = object.deepCopy();
        merge(after, patch);
        if (patch.has("spec")) {
            after.withObject("/metadata")
                    .put("generation", object.at("/metadata/generation").asInt() + 1);
        }
        return stored("MODIFIED", path, after);
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                into.remove(entry.getKey());
            } else if (entry.getValue().isObject()) {
                merge(into.withObject("/" + entry.getKey().replace("~", "~0").replace("/", "~1")), (ObjectNode)
                        entry.getValue());
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private Answer delete(String path, JsonNode preconditions) {
        ObjectNode object = objects.get(path);
        if (object == null) {
            return status(404, "gone");
        }
        if (!sameVersion(object, preconditions)) {
            return status(409, "changed");
        }
        remove(path);
        return status(200, "deleted");
    }

    private static boolean sameVersion(JsonNode object, JsonNode wanted) {
        return object.at("/metadata/resourceVersion")
                .asText()
                .equals(wanted.path("resourceVersion").asText());
    }

    private Answer stored(String event, String path, ObjectNode object) {
        object.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
        objects.put(path, object);
        tell(event, path, object);
        return new Answer(event.equals("ADDED") ? 201 : 200, object);
    }

    /** What happened since the list that the watch follows is told first, as an API server does. */
    private synchronized void watch(Watcher watcher, long since) {
        happened.stream().filter(event -> event.version() > since).forEach(event -> event.tell(watcher));
        watchers.add(watcher);
    }

    private void tell(String type, String path, ObjectNode object) {
        ObjectNode line = JSON.createObjectNode().put("type", type);
        line.set("object", object);
        Happened event = new Happened(version, path, line.toString());
        happened.add(event);
        watchers.removeIf(watcher -> !event.tell(watcher));
    }

    /** Something that watches are told of. */
    private record Happened(long version, String path, String line) {

        /** Whether who watches is still there. */
        boolean tell(Watcher watcher) {
            if (!path.startsWith(watcher.prefix() + "/")) {
                return true;
            }
            try {
                OutputStream out = watcher.exchange().getResponseBody();
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                return true;
            } catch (IOException gone) {
                return false;
            }
        }
    }

    private static Answer status(int code, String message) {
        return new Answer(
                code,
                JSON.createObjectNode()
                        .put("apiVersion", "v1")
                        .put("kind", "Status")
                        .put("status", code < 300 ? "Success" : "Failure")
                        .put("code", code)
                        .put("message", message));
    }

    JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
