package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.RestrictionReference;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.DeliveredRefresh;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.domain.token.TokenIdentity;
import dev.signet.domain.token.TokenRecord;
import dev.signet.kubernetes.authority.Signing;
import dev.signet.kubernetes.authority.SigningAuthorities;
import dev.signet.kubernetes.policy.NamespacePolicies;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads everything that the life of a token depends on, from caches alone, and decides nothing. */
final class AgentTokenGatherer {

    private final OwnedSecrets secrets;
    private final NamespacePolicies policies;
    private final TokenRestrictions restrictions;
    private final SigningAuthorities authorities;
    private final Duration leastRenewed;
    private final Clock clock;

    AgentTokenGatherer(
            OwnedSecrets secrets,
            NamespacePolicies policies,
            TokenRestrictions restrictions,
            SigningAuthorities authorities,
            Duration leastRenewed,
            Clock clock) {
        this.secrets = secrets;
        this.policies = policies;
        this.restrictions = restrictions;
        this.authorities = authorities;
        this.leastRenewed = leastRenewed;
        this.clock = clock;
    }

    GatheredToken gather(AgentToken token, TokenOrder order, IndexerResourceCache<AgentToken> tokens) {
        TokenIdentity identity = OneTimeTokens.identity(token);
        TokenRecord record = AgentTokenRecords.read(token.getStatus());
        Instant now = now();
        Signing signing = authorities.find(
                order.authority(), policies.labels(identity.namespace()).orElse(Map.of()));
        TokenPermission permission = policies.permission(order, identity.namespace(), now);
        DeliveredRefresh refresh = refresh(token, order, record, signing);
        // Before the Secret is looked for: what comes in between may be just that Secret.
        ObservedSecret unseen = unseen(token.getStatus(), identity);
        Optional<OwnedSecret> secret =
                secrets.get(identity.namespace(), order.delivery().secretName());
        AgentTokenFacts facts = new AgentTokenFacts(
                identity,
                order,
                record,
                secret.map(present -> observed(present, identity, order, record, refresh))
                        .orElse(unseen),
                permission,
                signing.facts(),
                restrictions(token),
                OneTimeTokens.superseded(tokens, identity, order),
                leastRenewed,
                now);
        return new GatheredToken(
                facts,
                signing,
                secret.filter(present -> present.ownedBy(identity.uid())).map(OwnedSecret::resourceVersion),
                refresh);
    }

    /** What has become of the restrictions that an object names, which can be read whatever else cannot. */
    NamedRestrictions restrictions(AgentToken token) {
        return restrictions.named(
                token.getMetadata().getNamespace(),
                token.getSpec().restrictionRefs().stream()
                        .map(RestrictionReference::name)
                        .toList());
    }

    /** The time, in the whole seconds that status and tokens are written in. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The refresh token that the Secret of an object should carry. */
    private static DeliveredRefresh refresh(AgentToken token, TokenOrder order, TokenRecord record, Signing signing) {
        if (order.kind().refreshGrace().isEmpty()) {
            return new DeliveredRefresh.NotOrdered();
        }
        Optional<RefreshPosition> first =
                AgentTokenRecords.refresh(token.getStatus()).filter(position -> position.sequence() == 0);
        if (record.current().isEmpty()
                || first.isEmpty()
                || !(signing instanceof Signing.Able able && able.facts().refreshes())) {
            return new DeliveredRefresh.Unwatched();
        }
        return able.mint()
                .delivered(record.current().get(), first.get().family())
                .<DeliveredRefresh>map(DeliveredRefresh.Known::new)
                .orElseGet(DeliveredRefresh.Gone::new);
    }

    static ObservedSecret observed(
            OwnedSecret secret,
            TokenIdentity identity,
            TokenOrder order,
            TokenRecord record,
            DeliveredRefresh refresh) {
        return SecretWriter.inTheWay(identity, secret)
                .<ObservedSecret>map(ObservedSecret.Foreign::new)
                .orElseGet(() -> new ObservedSecret.Present(
                        refresh.isLostWith(secret.refresh()) ? Optional.empty() : value(secret, record),
                        refresh.isCarriedAs(secret.refresh())
                                && record.current()
                                        .filter(current -> new AgentTokenTarget(identity, order, current)
                                                .shape()
                                                .equals(secret.shape()))
                                        .isPresent()));
    }

    /** The value in a Secret; none where its alias is lost or altered, since nothing but a new token brings that back. */
    private static Optional<Sha256> value(OwnedSecret secret, TokenRecord record) {
        Optional<Sha256> alias = record.current()
                .filter(current -> secret.token().equals(Optional.of(current.sha256())))
                .flatMap(CurrentToken::referenceSha256);
        return alias.isPresent() && !secret.reference().equals(alias) ? Optional.empty() : secret.token();
    }

    /** What a Secret that does not show is: gone only where the watch has come as far as status says that it was written. */
    private ObservedSecret unseen(@Nullable AgentTokenStatus status, TokenIdentity identity) {
        String written = status == null || status.secret() == null
                ? null
                : status.secret().resourceVersion();
        return written == null || secrets.passed(identity.namespace(), written)
                ? new ObservedSecret.Absent(written != null)
                : new ObservedSecret.NotYetSeen();
    }
}
