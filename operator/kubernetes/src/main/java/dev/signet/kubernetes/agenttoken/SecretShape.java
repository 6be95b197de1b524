package dev.signet.kubernetes.agenttoken;

import dev.signet.domain.secret.Sha256;
import dev.signet.kubernetes.Labels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
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
 * where their shapes are equal. Foreign keys and labels are no part of it, nor is the refresh token: whether that is as it
 * should be does not follow from what was ordered and issued alone.
 */
final class SecretShape {

    private final TreeMap<String, String> lines = new TreeMap<>();
    /** Of the secret values, by key: a value is digested once, since after a start ten thousand are. */
    private final Map<String, Sha256> digests = new HashMap<>();

    private SecretShape() {}

    /** The shape of a Secret that stands in the cluster. */
    static SecretShape of(Secret secret) {
        SecretShape shape = new SecretShape();
        shape.fill(secret, shape::digested);
        return shape;
    }

    /** The shape of a Secret that was made with digests in the place of secret values. */
    static SecretShape ofDigests(Secret secret) {
        SecretShape shape = new SecretShape();
        shape.fill(secret, (key, text) -> text);
        return shape;
    }

    private void fill(Secret secret, BinaryOperator<String> digest) {
        Map<String, String> annotations = orEmpty(secret.getMetadata().getAnnotations());
        Set<String> ordered = Set.copyOf(Arrays.asList(ordered(secret).split(",", -1)));
        line("type", Objects.requireNonNullElse(secret.getType(), ""));
        line("owner", owner(secret).map(OwnerReference::getUid).orElse(""));
        orEmpty(secret.getMetadata().getLabels()).forEach((key, value) -> metadata("label", key, value, ordered));
        annotations.forEach((key, value) -> metadata("annotation", key, value, ordered));
        orEmpty(secret.getData()).forEach((key, value) -> {
            if (SecretKeys.ALL.contains(key)) {
                String shown = digest.apply(key, decode(value));
                if (!key.equals(SecretKeys.REFRESH_TOKEN)) {
                    line("data " + key, shown);
                }
            }
        });
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

    /** The digest of the alias in it; empty where it carries none. */
    Optional<Sha256> reference() {
        return Optional.ofNullable(digests.get(SecretKeys.REFERENCE_TOKEN));
    }

    /** The digest of the refresh token in it; empty where it carries none. */
    Optional<Sha256> refresh() {
        return Optional.ofNullable(digests.get(SecretKeys.REFRESH_TOKEN));
    }

    /** The digest of the token in it, whatever its type; empty where it carries none that can be read. */
    Optional<Sha256> token() {
        return Stream.of(SecretKeys.TOKEN, SecretKeys.PASSWORD, SecretKeys.DOCKER_CONFIG)
                .map(digests::get)
                .filter(Objects::nonNull)
                .findFirst();
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

    private String digested(String key, String text) {
        return switch (key) {
            case SecretKeys.TOKEN, SecretKeys.PASSWORD, SecretKeys.REFERENCE_TOKEN, SecretKeys.REFRESH_TOKEN ->
                digest(key, text);
            case SecretKeys.DOCKER_CONFIG ->
                DockerConfig.parse(text)
                        .map(config ->
                                config.withToken(digest(key, config.token())).render())
                        .orElseGet(() -> Sha256.of(text).hex());
            default -> text;
        };
    }

    private String digest(String key, String secret) {
        Sha256 digest = Sha256.of(secret);
        digests.put(key, digest);
        return digest.hex();
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
