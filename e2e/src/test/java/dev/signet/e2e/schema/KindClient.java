package dev.signet.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;

/** Writes objects of one kind and tells what the API server says, as it says it. Unknown fields are refused, as kubectl has it. */
final class KindClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRICT = "?fieldValidation=Strict";

    private final KubernetesClient client;
    private final String collection;

    /** Takes the kind from its definition. Objects with a namespace go to {@code default}. */
    KindClient(KubernetesClient client, JsonNode definition) {
        this.client = client;
        JsonNode spec = definition.required("spec");
        this.collection = "%s/apis/%s/%s%s/%s"
                .formatted(
                        client.getMasterUrl().toString().replaceAll("/+$", ""),
                        spec.required("group").asText(),
                        spec.required("versions").path(0).required("name").asText(),
                        spec.required("scope").asText().equals("Cluster") ? "" : "/namespaces/default",
                        spec.required("names").required("plural").asText());
    }

    Reply list() {
        return send("GET", collection, JSON.createObjectNode());
    }

    Reply create(ObjectNode object) {
        return send("POST", collection + STRICT, object);
    }

    Reply replace(ObjectNode object) {
        return send("PUT", path(object) + STRICT, object);
    }

    Reply replaceStatus(ObjectNode object) {
        return send("PUT", path(object) + "/status" + STRICT, object);
    }

    Reply delete(ObjectNode object) {
        return send("DELETE", path(object), JSON.createObjectNode());
    }

    private String path(ObjectNode object) {
        return collection + "/" + object.at("/metadata/name").asText();
    }

    private Reply send(String method, String uri, ObjectNode body) {
        HttpRequest.Builder request =
                client.getHttpClient().newHttpRequestBuilder().uri(uri).setHeader("Accept", "application/json");
        if (!method.equals("GET")) {
            request.method(method, "application/json", body.toString());
        }
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(request.build(), String.class)
                    .join();
            return new Reply(response.code(), JSON.readTree(response.body()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (CompletionException failure) {
            throw new IllegalStateException(method + " " + uri + " was not answered", failure);
        }
    }
}
