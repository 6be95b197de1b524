package dev.signet.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the audit log: a stage of a request.
 *
 * @param user             who sent the request
 * @param impersonatedUser whom the sender acted as
 * @param apiGroup         empty for the core group, and for requests that are not about a resource
 * @param resource         in plural; empty for requests that are not about a resource
 * @param subresource      empty if none
 * @param namespace        empty if none
 * @param name             empty if none, as in a list; on a create with {@code generateName} too
 * @param responseCode     the HTTP status, 0 if none was sent
 * @param decision         {@code allow} or {@code forbid}, as RBAC decided; absent if it was not asked
 * @param received         when the request arrived
 * @param recorded         when this stage was reached
 */
public record AuditEvent(
        String id,
        Stage stage,
        String user,
        Optional<String> impersonatedUser,
        List<String> groups,
        String userAgent,
        String verb,
        String requestUri,
        String apiGroup,
        String resource,
        String subresource,
        String namespace,
        String name,
        int responseCode,
        Optional<String> decision,
        Instant received,
        Instant recorded) {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    private static final int FORBIDDEN = 403;

    /** How far a request has come. */
    public enum Stage {
        /** Never logged by the policy of {@link ControlPlane}. */
        REQUEST_RECEIVED("RequestReceived"),
        /** A watch has begun. */
        RESPONSE_STARTED("ResponseStarted"),
        RESPONSE_COMPLETE("ResponseComplete"),
        PANIC("Panic");

        private final String jsonName;

        Stage(String jsonName) {
            this.jsonName = jsonName;
        }

        private static Stage parse(String text) {
            for (Stage stage : values()) {
                if (stage.jsonName.equals(text)) {
                    return stage;
                }
            }
            throw new IllegalArgumentException("unknown audit stage " + text);
        }
    }

    static AuditEvent parse(JsonNode json) {
        JsonNode object = json.path("objectRef");
        return new AuditEvent(
                json.path("auditID").asText(),
                Stage.parse(json.path("stage").asText()),
                json.path("user").path("username").asText(),
                text(json.path("impersonatedUser").path("username")),
                json.path("user")
                        .path("groups")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList(),
                json.path("userAgent").asText(),
                json.path("verb").asText(),
                json.path("requestURI").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText(),
                object.path("subresource").asText(),
                object.path("namespace").asText(),
                object.path("name").asText(),
                json.path("responseStatus").path("code").asInt(),
                text(json.path("annotations").path("authorization.k8s.io/decision")),
                Instant.parse(json.path("requestReceivedTimestamp").asText()),
                Instant.parse(json.path("stageTimestamp").asText()));
    }

    /** Whom the request counted for: the impersonated user, else the sender. */
    public String actor() {
        return impersonatedUser.orElse(user);
    }

    /**
     * Whether this line stands for its request. Each request has one such line: a watch the one when it begins (it
     * may never end), all others the one when they end.
     */
    public boolean isRequest() {
        return stage == (verb.equals("watch") ? Stage.RESPONSE_STARTED : Stage.RESPONSE_COMPLETE);
    }

    /** Whether the request is about this kind of resource, its subresources included. */
    public boolean isAbout(String group, String plural) {
        return apiGroup.equals(group) && resource.equals(plural);
    }

    /** Whether the request could have changed something. */
    public boolean isWrite() {
        return WRITES.contains(verb);
    }

    /** Whether the request only reads: get, list or watch. */
    public boolean isRead() {
        return !resource.isEmpty() && !isWrite();
    }

    /** Whether RBAC refused it. A refusal by admission is answered with 403 too, but was allowed by RBAC. */
    public boolean isDenied() {
        return decision.equals(Optional.of("forbid"));
    }

    /** Whether RBAC or admission refused it. */
    public boolean isRefused() {
        return isDenied() || responseCode == FORBIDDEN;
    }

    /** The rule that RBAC must hold for this request, as {@code create secrets} or {@code get /metrics}. */
    public String permission() {
        if (resource.isEmpty()) {
            int query = requestUri.indexOf('?');
            return verb + " " + (query < 0 ? requestUri : requestUri.substring(0, query));
        }
        String qualified = apiGroup.isEmpty() ? resource : resource + "." + apiGroup;
        return verb + " " + (subresource.isEmpty() ? qualified : qualified + "/" + subresource);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
