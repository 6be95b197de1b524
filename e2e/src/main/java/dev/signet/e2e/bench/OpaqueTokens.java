package dev.signet.e2e.bench;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.CurrentToken;
import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Opaque tokens by the thousand. The operator issues one; its copies, written to etcd, have other names, UIDs and ids and the
 * digests of other values, which are made here. So each is to the token service what it would be had the operator issued it. The
 * copies have no Secrets: nothing that renews tokens may run beside them.
 */
final class OpaqueTokens {

    private static final String KEY = "/registry/signet.dev/agenttokens/" + Template.NAMESPACE + "/" + Template.NAME;

    private final SecureRandom random = new SecureRandom();
    private final Template template;
    private final List<Template.Own> ids;
    private final String digest;

    private OpaqueTokens(Template template, List<Template.Own> ids, String digest) {
        this.template = template;
        this.ids = ids;
        this.digest = digest;
    }

    /**
     * Has one issued, which is gone again when this returns.
     *
     * @param spec what stands in the spec besides subject, format and lifetime, as in a YAML flow mapping
     */
    static OpaqueTokens like(EdgeBed bed, String spec) {
        String separator = spec.isEmpty() ? "" : ", ";
        bed.issue(
                Template.NAMESPACE,
                Template.NAME,
                "format: Opaque, ttl: 24h, rotation: {policy: Expire}" + separator + spec);
        AgentToken token = bed.token(Template.NAMESPACE, Template.NAME).require();
        CurrentToken current = Objects.requireNonNull(token.getStatus().current(), "status.current");
        OpaqueTokens tokens = new OpaqueTokens(
                Template.read(etcd(bed), KEY),
                Stream.of(token.getMetadata().getUid(), current.id())
                        .map(Template.Own::id)
                        .toList(),
                current.sha256());
        bed.token(Template.NAMESPACE, Template.NAME).delete();
        return tokens;
    }

    /** Makes those of these numbers, and returns their values. */
    List<String> make(EdgeBed bed, int from, int to) {
        List<SecretValue> values = IntStream.range(from, to)
                .mapToObj(number ->
                        OpaqueToken.generate(TokenPrefix.ACCESS, random).value())
                .toList();
        Template.Own digests = new Template.Own(
                digest, number -> values.get(number - from).sha256().hex());
        List<Template.Own> owned =
                Stream.concat(ids.stream(), Stream.of(digests)).toList();
        etcd(bed).put(template.copies(from, to, owned));
        return values.stream().map(value -> value.reveal(SecretAccess.DELIVERY)).toList();
    }

    private static Etcd etcd(EdgeBed bed) {
        return new Etcd(bed.controlPlane().etcdServer());
    }
}
