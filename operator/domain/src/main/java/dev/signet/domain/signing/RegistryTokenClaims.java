package dev.signet.domain.signing;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.signet.domain.registry.ResourceScope;
import dev.signet.domain.signing.AccessTokenClaims.Validity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a token for a registry says (distribution's token specification): no more than who, for which registry, and what.
 *
 * @param issuer {@code iss}
 * @param subject {@code sub}
 * @param service {@code aud}, the registry
 * @param tokenId {@code jti}
 * @param validity in whole seconds
 * @param access what is granted
 */
public record RegistryTokenClaims(
        String issuer, String subject, String service, String tokenId, Validity validity, List<ResourceScope> access)
        implements SignedClaims {

    public RegistryTokenClaims {
        access = List.copyOf(access);
    }

    @Override
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("iss", issuer);
        json.put("sub", subject);
        json.put("aud", service);
        json.put("jti", tokenId);
        json.put("iat", validity.issuedAt().getEpochSecond());
        json.put("nbf", validity.notBefore().getEpochSecond());
        json.put("exp", validity.expiresAt().getEpochSecond());
        json.put("access", access.stream().map(RegistryTokenClaims::entry).toList());
        return JSONObjectUtils.toJSONString(json);
    }

    private static Map<String, Object> entry(ResourceScope scope) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", scope.type());
        entry.put("name", scope.name());
        entry.put("actions", scope.actions());
        return entry;
    }
}
