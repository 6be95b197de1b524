package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.token.Phase;
import dev.signet.domain.token.TokenIdentity;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.stream.Stream;

/** The one-time tokens by agent: of several for one, the newest counts. */
final class OneTimeTokens {

    private static final String INDEX = "one-time-by-agent";

    private OneTimeTokens() {}

    /** The name of the index over AgentTokens that {@link #keys} fills. */
    static String index() {
        return INDEX;
    }

    /** Under which keys an object is found; none for a token that counts more than once. */
    static List<String> keys(AgentToken token) {
        var spec = token.getSpec();
        if (!TokenUse.valueOf(spec.use().name()).oneTime()) {
            return List.of();
        }
        List<String> agents = spec.target().agents().isEmpty()
                ? List.of(spec.subject().name())
                : spec.target().agents();
        return agents.stream()
                .map(agent -> key(token.getMetadata().getNamespace(), spec.use().name(), agent))
                .toList();
    }

    /** Whether a newer one for the same agent is in force. */
    static boolean superseded(IndexerResourceCache<AgentToken> cache, TokenIdentity identity, TokenOrder order) {
        return siblings(cache, identity, order)
                .filter(other -> phase(other) == Phase.Valid)
                .anyMatch(other -> identity(other).newerThan(identity));
    }

    /**
     * The older ones for the same agent, which one in force ends; none where it is not. One that is just being issued is among
     * them: it may have looked for a newer one before this one came to be in force.
     */
    static List<ResourceID> older(IndexerResourceCache<AgentToken> cache, TokenIdentity identity, TokenOrder order) {
        List<ResourceID> older = siblings(cache, identity, order)
                .filter(other -> !phase(other).finished())
                .filter(other -> identity.newerThan(identity(other)))
                .map(ResourceID::fromResource)
                .toList();
        return older.isEmpty() || isInForce(cache, identity) ? older : List.of();
    }

    private static boolean isInForce(IndexerResourceCache<AgentToken> cache, TokenIdentity identity) {
        return cache.get(new ResourceID(identity.name(), identity.namespace()))
                .filter(token -> phase(token) == Phase.Valid)
                .isPresent();
    }

    private static Phase phase(AgentToken token) {
        return AgentTokenRecords.phase(token.getStatus());
    }

    /** An index shows what the watch told; each object itself may have been written since. */
    private static Stream<AgentToken> siblings(
            IndexerResourceCache<AgentToken> cache, TokenIdentity identity, TokenOrder order) {
        if (!order.kind().use().oneTime()) {
            return Stream.empty();
        }
        return order.kind().target().agents().stream()
                .flatMap(agent ->
                        cache
                                .byIndex(
                                        INDEX,
                                        key(
                                                identity.namespace(),
                                                order.kind().use().name(),
                                                agent))
                                .stream())
                .filter(other -> !other.getMetadata().getUid().equals(identity.uid()))
                .filter(other -> !other.isMarkedForDeletion())
                .map(other -> cache.get(ResourceID.fromResource(other)).orElse(other));
    }

    private static String key(String namespace, String use, String agent) {
        return namespace + "/" + use + "/" + agent;
    }

    static TokenIdentity identity(AgentToken token) {
        var metadata = token.getMetadata();
        return new TokenIdentity(
                metadata.getNamespace(), metadata.getName(), metadata.getUid(), AgentTokenOrders.createdAt(token));
    }
}
