package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Names;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The name in the certificate. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuthoritySubject(
        @JsonPropertyDescription("The common name (CN), such as Example Root CA; 1 to 64 characters.")
        @Size(min = 1, max = 64)
        @ValidationRule(
                value = "self == self.trim() && !self.matches(" + Names.UNPRINTABLE + ")",
                message = "leave out control characters and spaces at the ends")
        String commonName,

        @JsonPropertyDescription("The organization (O); at most 64 characters. Default: none.")
        @Size(min = 1, max = 64)
        @ValidationRule(
                value = "self == self.trim() && !self.matches(" + Names.UNPRINTABLE + ")",
                message = "leave out control characters and spaces at the ends")
        @Nullable
        String organization) {}
