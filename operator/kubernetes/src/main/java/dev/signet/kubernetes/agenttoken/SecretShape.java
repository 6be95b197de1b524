package dev.signet.kubernetes.agenttoken;

import dev.signet.domain.secret.Sha256;
import dev.signet.kubernetes.Labels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All of a Secret that is Signet's, with digests in the place of secret values: two Secrets are as ordered alike exactly
 * where their shapes are equal. Foreign keys and labels are no part of it.
 */
final class SecretShape {

    private final TreeMap<String, String> lines = new TreeMap<>();

    private SecretShape() {}

    /** The shape of a Secret that stands in the cluster. */
    static SecretShape of(Secret secret) {
        return of(secret, SecretShape::digested);
    }

    /** The shape of a Secret that was made with digests in the place of secret values. */
    static SecretShape ofDigests(Secret secret) {
        return of(secret, (key, text) -> key.equals(SecretKeys.REFRESH_TOKEN) ? "" : text);
    }

    private static SecretShape of(Secret secret, BinaryOperator<String> digest) {
        Map<String, String> annotations = orEmpty(secret.getMetadata().getAnnotations());
        Set<String> ordered = Set.copyOf(Arrays.asList(ordered(secret).split(",", -1)));
        SecretShape shape = new SecretShape();
        shape.line("type", Objects.requireNonNullElse(secret.getType(), ""));
        shape.line("owner", owner(secret).map(OwnerReference::getUid).orElse(""));
        orEmpty(secret.getMetadata().getLabels()).forEach((key, value) -> shape.metadata("label", key, value, ordered));
        annotations.forEach((key, value) -> shape.metadata("annotation", key, value, ordered));
        orEmpty(secret.getData()).forEach((key, value) -> {
            if (SecretKeys.ALL.contains(key)) {
                shape.line("data " + key, digest.apply(key, decode(value)));
            }
        });
        return shape;
    }

    /** A digest of the whole, 96 bits: it tells accidents and edits apart, and is no secret. */
    String digest() {
        return Sha256.of(lines.entrySet().stream()
                        .map(line -> line.getKey() + "=" + line.getValue())
                        .collect(Collectors.joining("\n")))
                .abbreviated();
    }

    /** The controller that owns a Secret. */
    static Optional<OwnerReference> owner(Secret secret) {
        return Optional.ofNullable(secret.getMetadata().getOwnerReferences()).stream()
                .flatMap(List::stream)
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    /** The keys of the metadata that an object ordered for its Secret, separated by commas. */
    static String ordered(Secret secret) {
        return orEmpty(secret.getMetadata().getAnnotations()).getOrDefault(Labels.ORDERED_METADATA, "");
    }

    /** The digest of the alias in a Secret; empty where it carries none. */
    static Optional<Sha256> reference(Secret secret) {
        return Optional.ofNullable(orEmpty(secret.getData()).get(SecretKeys.REFERENCE_TOKEN))
                .map(SecretShape::decode)
                .map(Sha256::of);
    }

    /** The digest of the token in a Secret, whatever its type; empty where it carries none that can be read. */
    static Optional<Sha256> token(Secret secret) {
        return tokenText(secret).map(Sha256::of);
    }

    /** The token in a Secret, whatever its type. */
    static Optional<String> tokenText(Secret secret) {
        Map<String, String> data = orEmpty(secret.getData());
        return Stream.of(SecretKeys.TOKEN, SecretKeys.PASSWORD)
                .map(data::get)
                .filter(Objects::nonNull)
                .map(SecretShape::decode)
                .findFirst()
                .or(() -> Optional.ofNullable(data.get(SecretKeys.DOCKER_CONFIG))
                        .flatMap(document -> DockerConfig.parse(decode(document)))
                        .map(DockerConfig::token));
    }

    private static String digested(String key, String text) {
        return switch (key) {
            case SecretKeys.TOKEN, SecretKeys.PASSWORD, SecretKeys.REFERENCE_TOKEN ->
                Sha256.of(text).hex();
            case SecretKeys.REFRESH_TOKEN -> "";
            case SecretKeys.DOCKER_CONFIG ->
                DockerConfig.parse(text)
                        .map(config -> config.withToken(
                                        Sha256.of(config.token()).hex())
                                .render())
                        .orElseGet(() -> Sha256.of(text).hex());
            default -> text;
        };
    }

    private void metadata(String kind, String key, String value, Set<String> ordered) {
        if (Labels.OF_SECRETS.contains(key) || ordered.contains(key)) {
            line(kind + " " + key, value);
        }
    }

    private void line(String name, String value) {
        lines.put(name, value);
    }

    static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
