package dev.signet.domain.verification;

import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.restriction.Restrictions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a token may be used: all of it holds.
 *
 * @param networks each must contain the client's address
 * @param restrictions must allow the request
 */
public record Bounds(List<AllowedNetworks> networks, Restrictions restrictions) {

    /** Anywhere, for anything. */
    public static final Bounds NONE = new Bounds(List.of(), Restrictions.NONE);

    public Bounds {
        networks = networks.stream().anyMatch(AllowedNetworks::isAnywhere)
                ? networks.stream().filter(each -> !each.isAnywhere()).toList()
                : List.copyOf(networks);
    }

    /** Whether a client may use it. Makes no objects, since every request comes here. One that is not known may where no network is named at all. */
    public boolean admit(Optional<ClientAddress> client) {
        return networks.isEmpty() || (client.isPresent() && admit(client.get()));
    }

    private boolean admit(ClientAddress client) {
        for (int i = 0; i < networks.size(); i++) {
            if (!networks.get(i).contain(client)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it may be used anywhere for anything. */
    public boolean isNone() {
        return networks.isEmpty() && restrictions.isUnrestricted();
    }

    /** Both. */
    public Bounds and(Bounds other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        return new Bounds(
                Stream.concat(networks.stream(), other.networks.stream()).toList(),
                new Restrictions(Stream.concat(restrictions.sets().stream(), other.restrictions.sets().stream())
                        .toList()));
    }
}
