package dev.signet.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.e2e.admission.AdmissionCase.Requester;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Requests to the API server, in the name of others, with warnings and refusals as they come. */
final class Requests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PLURALS = Map.of(
            "AgentToken", "agenttokens",
            "TokenRestriction", "tokenrestrictions",
            "TokenPolicy", "tokenpolicies",
            "CertificateAuthority", "certificateauthorities",
            "TokenRevocation", "tokenrevocations",
            "Namespace", "namespaces",
            "Secret", "secrets");
    /** Impersonates nobody. */
    static final Requester ADMIN = new Requester("", List.of());

    private final KubernetesClient client;

    Requests(KubernetesClient client) {
        this.client = client;
    }

    /** The request that a case describes, as a dry run. */
    Answer send(AdmissionCase row) {
        ObjectNode manifest = row.manifest();
        String path = path(manifest);
        return switch (row.operation()) {
            case CREATE -> send(row.as(), "POST", collection(manifest) + "?dryRun=All", "json", manifest);
            case PATCH -> send(row.as(), "PATCH", path + "?dryRun=All", "merge-patch+json", manifest);
            case APPLY -> send(row.as(), "PATCH", path + "?dryRun=All&fieldManager=e2e", "apply-patch+yaml", manifest);
            case DELETE -> send(row.as(), "DELETE", path + "?dryRun=All", "json", JSON.createObjectNode());
            case UPDATE -> send(row.as(), "PUT", path + "?dryRun=All", "json", stored(manifest, true));
            case STATUS -> send(row.as(), "PUT", path + "/status?dryRun=All", "json", stored(manifest, false));
            case FINALIZE -> send(row.as(), "PUT", path + "/finalize?dryRun=All", "json", stored(manifest, false));
        };
    }

    /** Creates an object unless it is there, with its status in the name of the controller. */
    void ensure(ObjectNode object, Requester controller) {
        ObjectNode spec = object.deepCopy();
        spec.remove("status");
        Answer created = send(ADMIN, "POST", collection(object), "json", spec);
        if (created.accepted() && object.has("status")) {
            require(send(controller, "PUT", path(object) + "/status", "json", stored(object, false)));
        } else if (created.code() != 409) {
            require(created);
        }
    }

    void delete(ObjectNode object) {
        send(ADMIN, "DELETE", path(object), "json", JSON.createObjectNode());
    }

    private ObjectNode stored(ObjectNode manifest, boolean whole) {
        JsonNode answer = send(ADMIN, "GET", path(manifest), "json", JSON.createObjectNode())
                .body();
        ObjectNode object = answer.deepCopy();
        for (String key : List.of("labels", "annotations", "ownerReferences")) {
            if (manifest.path("metadata").has(key)) {
                object.withObject("/metadata")
                        .set(key, manifest.path("metadata").path(key));
            }
        }
        manifest.properties().stream()
                .filter(field -> !field.getKey().equals("metadata"))
                .filter(field -> whole || field.getKey().equals("status"))
                .forEach(field -> object.set(field.getKey(), field.getValue()));
        return object;
    }

    private Answer send(Requester as, String method, String path, String type, ObjectNode body) {
        HttpRequest.Builder request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString().replaceAll("/$", "") + path);
        if (method.equals("GET")) {
            request.setHeader("Accept", "application/json");
        } else {
            request.method(method, "application/" + type, body.toString());
        }
        if (!as.user().isEmpty()) {
            request.header("Impersonate-User", as.user());
            as.groups().forEach(group -> request.header("Impersonate-Group", group));
        }
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(request.build(), String.class)
                    .join();
            List<String> warnings = response.headers().entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase("warning"))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
            return new Answer(response.code(), JSON.readTree(response.body()), warnings);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (CompletionException failure) {
            throw new IllegalStateException(method + " " + path + " was not answered", failure);
        }
    }

    private static void require(Answer answer) {
        if (!answer.accepted()) {
            throw new IllegalStateException("the setup of a case is refused: " + answer.message());
        }
    }

    private static String path(ObjectNode object) {
        return collection(object) + "/" + object.at("/metadata/name").asText();
    }

    private static String collection(ObjectNode object) {
        String version = object.path("apiVersion").asText();
        JsonNode namespace = object.at("/metadata/namespace");
        String plural = PLURALS.get(object.path("kind").asText());
        if (plural == null) {
            throw new IllegalArgumentException("no plural known here for kind " + object.path("kind"));
        }
        return (version.contains("/") ? "/apis/" : "/api/")
                + version
                + (namespace.isMissingNode() ? "" : "/namespaces/" + namespace.asText())
                + "/"
                + plural;
    }
}
