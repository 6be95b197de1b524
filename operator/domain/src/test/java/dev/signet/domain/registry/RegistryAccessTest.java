package dev.signet.domain.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A18: what a token's scopes let its holder do at a registry")
class RegistryAccessTest {

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    private static String text(ResourceScope scope) {
        return scope.type() + ":" + scope.name() + ":" + String.join(",", scope.actions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repository:a/b:pull,push | repository:a/b:pull | repository:a/b:pull",
                "repository:a/b:pull | repository:a/b:pull,push | repository:a/b:pull",
                "repository:a/b:pull | repository:a/b:push | ",
                "repository:a/b:pull | repository:a/bc:pull | ",
                "repository:a/b:pull | registry:a/b:pull | ",
                "repository:a/*:pull | repository:a/b/c:pull | repository:a/b/c:pull",
                "repository:a/*:pull | repository:a:pull | ",
                "repository:a/*:pull | repository:ab:pull | ",
                "repository:*:pull | repository:any/thing:pull,push | repository:any/thing:pull",
                "repository:a/b:* | repository:a/b:pull,push,delete | repository:a/b:delete,pull,push",
                "repository:a/b:* | repository:a/b:* | repository:a/b:*",
                "repository:a/b:pull | repository:a/b:* | ",
                "registry:catalog:* | registry:catalog:* | registry:catalog:*",
                "repository:a/b:pull repository:a/*:push | repository:a/b:pull,push | repository:a/b:pull,push",
                "applied-permissions/admin | repository:a/b:delete | repository:a/b:delete",
                "applied-permissions/user | repository:a/b:pull | ",
                "applied-permissions/user system:revoke | repository:a/b:pull | ",
                "repository:a/b:pull | repository:c:pull repository:a/b:pull | repository:a/b:pull",
                "repository:a/b:pull | | ",
            })
    void onlyWhatIsGrantedIsGiven(String scopes, @Nullable String asked, @Nullable String given) {
        List<ResourceScope> wanted = words(asked).stream()
                .map(each -> Outcome.valueOf(ResourceScope.parse(each)))
                .toList();

        assertThat(RegistryAccess.granted(words(scopes), wanted).stream()
                        .map(RegistryAccessTest::text)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(given == null ? "" : given);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repository:a/b:pull | repository:a/b:pull",
                "repository:a/b:push,pull,pull | repository:a/b:pull,push",
                "repository(plugin):a/b:pull | repository:a/b:pull",
                "repository:host.example:5000/a:pull | repository:host.example:5000/a:pull",
            })
    void aScopeIsReadAsTheSpecificationHasIt(String text, String read) {
        assertThat(text(Outcome.valueOf(ResourceScope.parse(text)))).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "repository",
                "repository:a/b",
                "repository:a/b:",
                "repository:a/b:pull,",
                "repository:a/b:Pull",
                "repository::pull",
                ":a/b:pull",
                "Repository:a/b:pull",
                "repository(:a/b:pull",
                "repository:a b:pull",
                "repository:a\"b:pull",
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(ResourceScope.parse(text).isValid()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ",
                "repository:a:pull | repository:a:pull",
                "repository:a:pull repository:b:push | repository:a:pull repository:b:push",
                "'  repository:a:pull  repository:b:push ' | repository:a:pull repository:b:push",
            })
    void aParameterHoldsAnyNumberOfScopes(String parameter, @Nullable String read) {
        assertThat(Outcome.valueOf(RegistryAccess.asked(List.of(parameter))).stream()
                        .map(RegistryAccessTest::text)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(read == null ? "" : read);
    }

    @ParameterizedTest
    @CsvSource({"16, 64, true", "17, 20, false", "5, 205, false"})
    void whatIsAskedForIsBoundedAsTheTokenIs(int scopes, int length, boolean read) {
        String name = "x".repeat(length - "repository::pull".length());
        List<String> asked = Collections.nCopies(scopes, "repository:" + name + ":pull");

        assertThat(RegistryAccess.asked(asked).isValid()).isEqualTo(read);
        assertThat(RegistryAccess.asked(List.of(String.join(" ", asked))).isValid())
                .isEqualTo(read);
    }

    @Test
    void oneScopeThatIsNoneSpoilsTheOthersAndIsNamed() {
        Parsed<List<ResourceScope>> asked = RegistryAccess.asked(List.of("repository:a:pull", "repository"));

        assertThat(Outcome.fieldOf(asked)).isEqualTo("[1]");
        assertThat(Outcome.messageOf(asked)).startsWith("is no scope of a registry; write type:name:actions");
    }
}
