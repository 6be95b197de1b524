package dev.signet.domain.verification;

import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.restriction.AccessRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * On what terms a token is looked at.
 *
 * @param uses what it must be for
 * @param audience for whom
 * @param tenants the namespaces whose tokens are taken; empty: all
 * @param usage where it is used
 */
public record Terms(Set<TokenUse> uses, Audience audience, Optional<Set<String>> tenants, Usage usage) {

    /** What is presented with each request. */
    public static final Set<TokenUse> ACCESS = Set.of(TokenUse.Access, TokenUse.ApiKey);

    public Terms {
        uses = Set.copyOf(uses);
        tenants = tenants.map(Set::copyOf);
    }

    /** Whom a token must be for. */
    public sealed interface Audience {

        /** Anybody: who asks compares by itself. */
        record Any() implements Audience {}

        /**
         * A service.
         *
         * @param id its id
         * @param own the id of this token service. A token that has limits may name nobody else (L10), and is taken for the service
         *     all the same, since here its limits are checked.
         */
        record Service(String id, String own) implements Audience {}

        /** The audience that stands for every service. */
        String EVERY_SERVICE = "*";

        /** Whether a token for these is for the one that asks. */
        default boolean accepts(List<String> audience, Bounds bounds) {
            if (this instanceof Service service) {
                return audience.contains(service.id())
                        || audience.contains(EVERY_SERVICE)
                        || (!bounds.isNone() && audience.contains(service.own()));
            }
            return true;
        }
    }

    /** Where a token is used. */
    public sealed interface Usage {

        /**
         * For a request that is known.
         *
         * @param request what is asked for
         * @param client from where; empty: not known
         */
        record Request(AccessRequest request, Optional<ClientAddress> client) implements Usage {}

        /**
         * For a request that two servers could read in two ways, at a host that takes such ones of tokens without restrictions.
         *
         * @param client from where; empty: not known
         */
        record Ambiguous(Optional<ClientAddress> client) implements Usage {}

        /** Somewhere else, for a request that nobody here sees: a token with limits cannot count there. */
        record Elsewhere() implements Usage {}
    }
}
