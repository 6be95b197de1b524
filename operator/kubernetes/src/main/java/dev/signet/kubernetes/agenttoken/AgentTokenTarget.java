package dev.signet.kubernetes.agenttoken;

import static java.util.stream.Collectors.joining;

import dev.signet.domain.order.Delivery;
import dev.signet.domain.order.SecretType;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.DeliveredRefresh;
import dev.signet.domain.token.TokenIdentity;
import dev.signet.domain.token.TokenMint;
import dev.signet.kubernetes.Labels;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Secret that an order comes to.
 *
 * @param identity the object that orders
 * @param order what it orders
 * @param record the token, but for its value
 */
record AgentTokenTarget(TokenIdentity identity, TokenOrder order, CurrentToken record) {

    /** The values that go in; or their digests, where only the shape is wanted. */
    private record Contents(String token, Optional<String> reference, Optional<String> refresh) {

        @Override
        public String toString() {
            return "Contents";
        }
    }

    /** The Secret of a token that was just issued. */
    Secret of(TokenMint.Minted minted) {
        return secret(new Contents(
                minted.value().reveal(SecretAccess.DELIVERY),
                minted.reference().map(value -> value.reveal(SecretAccess.DELIVERY)),
                minted.refresh().map(token -> token.value().reveal(SecretAccess.DELIVERY))));
    }

    /**
     * The Secret around the values that another one carries, as far as they were issued; for a change of its shape.
     *
     * @param refresh the refresh token that it should carry
     */
    Secret around(Secret existing, DeliveredRefresh refresh) {
        return secret(new Contents(
                SecretShape.tokenText(existing).orElseThrow(),
                record.referenceSha256().flatMap(issued -> text(existing, SecretKeys.REFERENCE_TOKEN)),
                refreshText(existing, refresh)));
    }

    private static Optional<String> refreshText(Secret existing, DeliveredRefresh refresh) {
        if (refresh instanceof DeliveredRefresh.Known known) {
            return Optional.of(known.token().value().reveal(SecretAccess.DELIVERY));
        }
        return refresh instanceof DeliveredRefresh.NotOrdered
                ? Optional.empty()
                : text(existing, SecretKeys.REFRESH_TOKEN);
    }

    private static Optional<String> text(Secret secret, String key) {
        return Optional.ofNullable(secret.getData().get(key)).map(SecretShape::decode);
    }

    /** The digest of the shape that the Secret should have. */
    String shape() {
        return SecretShape.ofDigests(secret(new Contents(
                        record.sha256().hex(), record.referenceSha256().map(Sha256::hex), Optional.empty())))
                .digest();
    }

    /** The type of the Secret, as Kubernetes calls it. */
    static String type(SecretType type) {
        return switch (type) {
            case Opaque -> "Opaque";
            case BasicAuth -> "kubernetes.io/basic-auth";
            case DockerConfigJson -> "kubernetes.io/dockerconfigjson";
        };
    }

    private Secret secret(Contents contents) {
        Delivery delivery = order.delivery();
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(identity.namespace())
                .withName(delivery.secretName())
                .withLabels(labels(delivery))
                .withAnnotations(annotations(delivery))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(OwnedSecret.OWNER_VERSION)
                        .withKind(OwnedSecret.OWNER_KIND)
                        .withName(identity.name())
                        .withUid(identity.uid())
                        .withController(true)
                        .withBlockOwnerDeletion(false)
                        .build())
                .endMetadata()
                .withType(type(delivery.type()))
                .withData(data(delivery, contents))
                .build();
    }

    private static Map<String, String> labels(Delivery delivery) {
        Map<String, String> labels = new TreeMap<>(delivery.labels());
        labels.put(Labels.KIND, Labels.AGENT_TOKEN);
        return labels;
    }

    private Map<String, String> annotations(Delivery delivery) {
        Map<String, String> annotations = new TreeMap<>(delivery.annotations());
        annotations.put(Labels.TOKEN_ID, record.id());
        record.expiresAt().ifPresent(at -> annotations.put(Labels.EXPIRES_AT, at.toString()));
        String ordered = Stream.concat(delivery.labels().keySet().stream(), delivery.annotations().keySet().stream())
                .sorted()
                .distinct()
                .collect(joining(","));
        if (!ordered.isEmpty()) {
            annotations.put(Labels.ORDERED_METADATA, ordered);
        }
        return annotations;
    }

    private Map<String, String> data(Delivery delivery, Contents contents) {
        Map<String, String> data = new TreeMap<>();
        String username = order.kind().subject().name();
        switch (delivery.type()) {
            case Opaque -> {
                data.put(SecretKeys.TOKEN, contents.token());
                data.put(SecretKeys.USERNAME, username);
            }
            case BasicAuth -> {
                data.put(SecretKeys.USERNAME, username);
                data.put(SecretKeys.PASSWORD, contents.token());
            }
            case DockerConfigJson ->
                data.put(
                        SecretKeys.DOCKER_CONFIG,
                        new DockerConfig(delivery.registryHosts(), username, contents.token()).render());
        }
        data.put(SecretKeys.TOKEN_ID, record.id());
        record.expiresAt().ifPresent(at -> data.put(SecretKeys.EXPIRES_AT, at.toString()));
        contents.reference().ifPresent(value -> data.put(SecretKeys.REFERENCE_TOKEN, value));
        contents.refresh().ifPresent(value -> data.put(SecretKeys.REFRESH_TOKEN, value));
        data.replaceAll((key, value) -> Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        return data;
    }
}
