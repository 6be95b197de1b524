package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenSpec;
import dev.signet.crds.token.Refresh;
import dev.signet.crds.token.Revoked;
import dev.signet.crds.token.RotationPolicy;
import dev.signet.crds.token.TokenSecret;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.RenewAt;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.order.Delivery;
import dev.signet.domain.order.Rotation;
import dev.signet.domain.order.SecretType;
import dev.signet.domain.order.Target;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenContent;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.scope.Scopes;
import dev.signet.domain.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an AgentToken orders. Admission has checked most of it; it is parsed again all the same, since admission may
 * have been off when the object came.
 */
final class AgentTokenOrders {

    private AgentTokenOrders() {}

    /** The order, or the field at fault under {@code spec}. */
    static Parsed<TokenOrder> read(AgentToken token) {
        AgentTokenSpec spec = token.getSpec();
        return kind(spec)
                .flatMap(kind -> content(spec)
                        .flatMap(content -> rotation(spec, kind.use(), content)
                                .flatMap(rotation -> delivery(
                                                token, kind.refreshGrace().isPresent())
                                        .flatMap(delivery -> end(spec)
                                                .map(end -> new TokenOrder(
                                                        spec.authorityRef().name(),
                                                        kind,
                                                        content,
                                                        rotation,
                                                        delivery,
                                                        end))))))
                .in("spec");
    }

    private static Parsed<TokenOrder.Kind> kind(AgentTokenSpec spec) {
        TokenUse use = TokenUse.valueOf(spec.use().name());
        TokenFormat format = spec.format() == null
                ? use.defaultFormat()
                : TokenFormat.valueOf(spec.format().name());
        var subject = spec.subject();
        var target = spec.target();
        return Subject.parse(subject.kind().name(), subject.name(), subject.groups(), subject.global())
                .in("subject")
                .flatMap(parsed -> refreshGrace(spec.refresh())
                        .map(grace -> new TokenOrder.Kind(
                                use,
                                format,
                                parsed,
                                new Target(
                                        TargetScope.valueOf(target.scope().name()),
                                        target.agents().isEmpty() ? List.of(subject.name()) : target.agents(),
                                        target.os()),
                                spec.referenceToken(),
                                grace)));
    }

    private static Parsed<Optional<Duration>> refreshGrace(@Nullable Refresh refresh) {
        return refresh == null || !refresh.enabled()
                ? Parsed.valid(Optional.empty())
                : TimeSpan.parse(refresh.gracePeriod())
                        .in("refresh.gracePeriod")
                        .map(span -> Optional.of(span.approximate()));
    }

    private static Parsed<TokenContent> content(AgentTokenSpec spec) {
        return Lifetime.parse(spec.ttl(), spec.expiresAt(), spec.validUntil(), spec.timeZone(), spec.nonExpiring())
                .flatMap(lifetime -> Scopes.parse(spec.scopes())
                        .in("scopes")
                        .map(scopes -> new TokenContent(lifetime, scopes, spec.audiences())));
    }

    /** Renewed is what lives in the cluster, that is: has a lifetime that can start again, and a Secret that stays. */
    private static Parsed<Rotation> rotation(AgentTokenSpec spec, TokenUse use, TokenContent content) {
        boolean startsAgain = content.lifetime()
                .map(lifetime -> lifetime instanceof Lifetime.Relative)
                .orElse(true);
        boolean stays = spec.secret().deliver() == dev.signet.crds.token.Delivery.Keep;
        boolean byDefault = startsAgain && stays && !use.oneTime() && use != TokenUse.Unlock;
        RotationPolicy policy = spec.rotation().policy();
        boolean renew = policy == null ? byDefault : policy == RotationPolicy.Renew;
        return RenewAt.parse(spec.rotation().renewAt())
                .in("rotation.renewAt")
                .flatMap(renewAt -> TimeSpan.parse(spec.rotation().overlap())
                        .in("rotation.overlap")
                        .map(overlap -> new Rotation(renew, renewAt, overlap.approximate())));
    }

    private static Parsed<Delivery> delivery(AgentToken token, boolean refreshable) {
        TokenSecret secret = token.getSpec().secret();
        String name = secret.name() == null ? token.getMetadata().getName() : secret.name();
        return TimeSpan.parse(secret.retain())
                .in("secret.retain")
                .map(retain -> new Delivery(
                        name,
                        SecretType.valueOf(secret.type().name()),
                        secret.registryHosts(),
                        secret.labels(),
                        secret.annotations(),
                        refreshable || secret.deliver() == dev.signet.crds.token.Delivery.Once,
                        retain.approximate()));
    }

    private static Parsed<TokenOrder.End> end(AgentTokenSpec spec) {
        Optional<String> revoked = Optional.ofNullable(spec.revoked()).map(Revoked::reason);
        String ttl = spec.ttlAfterFinished();
        return ttl == null
                ? Parsed.valid(new TokenOrder.End(revoked, Optional.empty()))
                : TimeSpan.parse(ttl)
                        .in("ttlAfterFinished")
                        .map(span -> new TokenOrder.End(revoked, Optional.of(span)));
    }

    /** When an object was created, in whole seconds. */
    static Instant createdAt(AgentToken token) {
        return Instant.parse(token.getMetadata().getCreationTimestamp());
    }
}
