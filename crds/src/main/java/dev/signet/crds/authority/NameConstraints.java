package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Networks;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The names that certificates below an authority may carry (RFC 5280, 4.2.1.10). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NameConstraints(
        @JsonPropertyDescription(
                "Domains outside which no DNS names may lie, such as example.com, which includes all below it. At most 32. Default: any.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(
                value =
                        "self.all(d, d.matches('^[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*$'))",
                message = "write domains such as example.com, without a dot or * before them")
        List<@Size(min = 1, max = 254) String> permittedDNSDomains,

        @JsonPropertyDescription(
                "Domains within which no DNS names may lie, such as example.com, which includes all below it. At most 32. Default: none.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(
                value =
                        "self.all(d, d.matches('^[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*$'))",
                message = "write domains such as example.com, without a dot or * before them")
        List<@Size(min = 1, max = 254) String> excludedDNSDomains,

        @JsonPropertyDescription(
                "Networks outside which no addresses may lie, such as 10.0.0.0/8 or 2001:db8::/32. At most 32. Default: any.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(value = Networks.STRICT, messageExpression = Networks.STRICT_MESSAGE)
        List<@Size(min = 1, max = 64) String> permittedIPRanges,

        @JsonPropertyDescription(
                "Networks within which no addresses may lie, such as 10.0.0.0/8 or 2001:db8::/32. At most 32. Default: none.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(value = Networks.STRICT, messageExpression = Networks.STRICT_MESSAGE)
        List<@Size(min = 1, max = 64) String> excludedIPRanges,

        @JsonPropertyDescription(
                "Mailboxes, hosts or domains outside which no e-mail addresses may lie, such as a@example.com, example.com for one host or .example.com for all below a domain. At most 32. Default: any.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(
                value =
                        "self.all(e, e.matches('^([A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@|[.])?[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*$'))",
                message = "write a mailbox a@example.com, one host example.com or all below a domain .example.com")
        List<@Size(min = 1, max = 320) String> permittedEmailAddresses,

        @JsonPropertyDescription(
                "Mailboxes, hosts or domains within which no e-mail addresses may lie, such as a@example.com, example.com for one host or .example.com for all below a domain. At most 32. Default: none.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(
                value =
                        "self.all(e, e.matches('^([A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@|[.])?[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*$'))",
                message = "write a mailbox a@example.com, one host example.com or all below a domain .example.com")
        List<@Size(min = 1, max = 320) String> excludedEmailAddresses,

        @JsonPropertyDescription(
                "Hosts or domains outside which no URIs may lie, such as example.com for one host or .example.com for all below a domain. At most 32. Default: any.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(
                value =
                        "self.all(u, u.matches('^[.]?[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*$'))",
                message = "write one host example.com or all below a domain .example.com, without scheme and path")
        List<@Size(min = 1, max = 254) String> permittedURIDomains,

        @JsonPropertyDescription(
                "Hosts or domains within which no URIs may lie, such as example.com for one host or .example.com for all below a domain. At most 32. Default: none.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(
                value =
                        "self.all(u, u.matches('^[.]?[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*$'))",
                message = "write one host example.com or all below a domain .example.com, without scheme and path")
        List<@Size(min = 1, max = 254) String> excludedURIDomains) {

    public NameConstraints {
        permittedDNSDomains = permittedDNSDomains == null ? List.of() : List.copyOf(permittedDNSDomains);
        excludedDNSDomains = excludedDNSDomains == null ? List.of() : List.copyOf(excludedDNSDomains);
        permittedIPRanges = permittedIPRanges == null ? List.of() : List.copyOf(permittedIPRanges);
        excludedIPRanges = excludedIPRanges == null ? List.of() : List.copyOf(excludedIPRanges);
        permittedEmailAddresses = permittedEmailAddresses == null ? List.of() : List.copyOf(permittedEmailAddresses);
        excludedEmailAddresses = excludedEmailAddresses == null ? List.of() : List.copyOf(excludedEmailAddresses);
        permittedURIDomains = permittedURIDomains == null ? List.of() : List.copyOf(permittedURIDomains);
        excludedURIDomains = excludedURIDomains == null ? List.of() : List.copyOf(excludedURIDomains);
    }
}
