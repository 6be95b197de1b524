package dev.signet.domain.exchange;

import java.util.List;

/**
 * What somebody wants of an exchange.
 *
 * @param scopes of the new token; empty: those of the old
 * @param audience of the new token; empty: that of the old
 */
public record ExchangeRequest(List<String> scopes, List<String> audience) {
    public ExchangeRequest {
        scopes = List.copyOf(scopes);
        audience = List.copyOf(audience);
    }
}
