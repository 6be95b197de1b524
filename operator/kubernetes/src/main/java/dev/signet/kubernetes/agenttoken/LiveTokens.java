package dev.signet.kubernetes.agenttoken;

import com.github.benmanes.caffeine.cache.Interner;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.RefreshState;
import dev.signet.crds.token.RestrictionReference;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.subject.QualifiedSubject;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Accepted;
import dev.signet.domain.verification.LiveToken.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an AgentToken as the token service knows it. What its tokens say is computed from the spec as the controller does, and counts
 * only where the status vouches that this is what was issued. What many tokens have in common, as those of one template do, they share:
 * it takes less room, and is nearer to the processor when one of them is asked about.
 */
public final class LiveTokens {

    private final Issuer issuer;
    private final Interner<LiveToken.Limits> limits = Interner.newWeakInterner();
    private final Interner<List<String>> lists = Interner.newWeakInterner();

    public LiveTokens(Issuer issuer) {
        this.issuer = issuer;
    }

    /** What is known of an object; empty where nothing was issued yet, or its status cannot be read. */
    public Optional<LiveToken> read(AgentToken token) {
        AgentTokenStatus status = token.getStatus();
        CurrentToken current = status == null ? null : status.current();
        if (status == null || current == null) {
            return Optional.empty();
        }
        Optional<TokenOrder> order = AgentTokenOrders.read(token).toOptional();
        Optional<AllowedNetworks> networks =
                AllowedNetworks.parse(token.getSpec().allowedCIDRs()).toOptional();
        if (order.isEmpty() || networks.isEmpty()) {
            return Optional.empty();
        }
        var metadata = token.getMetadata();
        return tokens(status, current, order.get().kind())
                .map(tokens -> new LiveToken(
                        new LiveToken.Source(
                                metadata.getNamespace().intern(),
                                metadata.getName(),
                                metadata.getUid(),
                                order.get().authority().intern(),
                                Objects.requireNonNullElse(token.getSpec().description(), "")),
                        grant(token, order.get()),
                        tokens,
                        standing(token, status, current, order.get()),
                        limits.intern(new LiveToken.Limits(
                                networks.get(),
                                token.getSpec().restrictionRefs().stream()
                                        .map(RestrictionReference::name)
                                        .toList()))));
    }

    private LiveToken.Grant grant(AgentToken token, TokenOrder order) {
        QualifiedSubject subject = QualifiedSubject.of(
                order.kind().subject(),
                order.content().scopes().groups(),
                issuer.serviceId(),
                token.getMetadata().getNamespace());
        return new LiveToken.Grant(
                order.kind().use(),
                order.kind().subject().kind(),
                subject.sub(),
                subject.username(),
                shared(subject.groups()),
                shared(List.of(order.content().scopes().claim().split(" ", -1))),
                shared(issuer.audience(order.content())));
    }

    private List<String> shared(List<String> list) {
        return lists.intern(List.copyOf(list));
    }

    private static Standing standing(
            AgentToken token, AgentTokenStatus status, CurrentToken current, TokenOrder order) {
        if (token.isMarkedForDeletion()) {
            return Standing.DELETED;
        }
        TokenPhase phase = status.phase();
        if (order.end().revoked().isPresent() || status.revocation() != null || phase == TokenPhase.Revoked) {
            return Standing.REVOKED;
        }
        if (status.redemption() != null || phase == TokenPhase.Consumed) {
            return Standing.CONSUMED;
        }
        if (phase == TokenPhase.Superseded) {
            return Standing.SUPERSEDED;
        }
        if (!order.content().hash().equals(current.contentHash())) {
            return Standing.CONTENT_CHANGED;
        }
        return phase == TokenPhase.Valid || AgentTokenRecords.read(status).vouches()
                ? Standing.IN_FORCE
                : Standing.WITHDRAWN;
    }

    /** A digest of a JWT is of no use: its {@code jti} finds it. */
    private static Optional<LiveToken.Tokens> tokens(
            AgentTokenStatus status, CurrentToken current, TokenOrder.Kind kind) {
        TokenFormat format = kind.format();
        if (TokenId.parse(current.id()).toOptional().isEmpty()) {
            return Optional.empty();
        }
        Instant issuedAt = Instant.parse(current.issuedAt());
        Optional<Accepted> accepted = accepted(
                current.id(),
                current.sha256(),
                current.referenceSHA256(),
                Optional.of(issuedAt),
                current.expiresAt(),
                format);
        return accepted.map(token -> new LiveToken.Tokens(
                token,
                issuedAt,
                current.epoch(),
                status.previous().stream()
                        .flatMap(previous -> accepted(
                                previous.id(),
                                previous.sha256(),
                                previous.referenceSHA256(),
                                Optional.ofNullable(previous.issuedAt()).map(Instant::parse),
                                previous.acceptedUntil(),
                                format)
                                .stream())
                        .toList(),
                refreshing(status, current, kind),
                List.of()));
    }

    private static Optional<Accepted> accepted(
            String id,
            String sha256,
            @Nullable String reference,
            Optional<Instant> issuedAt,
            @Nullable String until,
            TokenFormat format) {
        return TokenId.parse(id)
                .toOptional()
                .map(parsed -> new Accepted(
                        parsed,
                        format == TokenFormat.JWT
                                ? Optional.empty()
                                : Sha256.parse(sha256).toOptional(),
                        Optional.ofNullable(reference)
                                .flatMap(text -> Sha256.parse(text).toOptional()),
                        issuedAt,
                        Optional.ofNullable(until).map(Instant::parse)));
    }

    private static Optional<LiveToken.Refreshing> refreshing(
            AgentTokenStatus status, CurrentToken current, TokenOrder.Kind kind) {
        RefreshState refresh = status.refresh();
        if (refresh == null || kind.refreshGrace().isEmpty()) {
            return Optional.empty();
        }
        return AgentTokenRecords.lifetime(current)
                .flatMap(lifetime -> AgentTokenRecords.refresh(status)
                        .map(position -> new LiveToken.Refreshing(
                                position,
                                Instant.parse(refresh.issuedAt()),
                                Optional.ofNullable(refresh.kid()),
                                kind.format(),
                                lifetime,
                                kind.refreshGrace().get())));
    }
}
