package dev.signet.domain.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.subject.GroupName;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A1: scopes, of which the group forms become the groups claim")
class ScopesTest {

    private static Scopes scopes(String... texts) {
        return Outcome.valueOf(Scopes.parse(List.of(texts)));
    }

    private static List<String> groups(String scope) {
        return scopes(scope).groups().stream().map(GroupName::text).toList();
    }

    private static String refusal(String scope) {
        return Outcome.messageOf(Scopes.parse(List.of(scope)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "applied-permissions/user",
                "applied-permissions/admin",
                "identity",
                "system:livelogs:r",
                "system:introspect",
                "repository:name:pull",
                "repository:name:pull,push",
                "repository:team/app/image:*",
                "repository:registry.example:5000/app:pull",
                "repository:samples/*:pull",
                "openid",
                "https://example.com/scopes/read",
                "!#[]^~",
                "member-of-group:x",
                "applied-permission/x"
            })
    void aScopeTokenGoesIntoTheClaimAsItIs(String scope) {
        assertThat(scopes(scope).claim()).isEqualTo(scope);
        assertThat(scopes(scope).groups()).isEmpty();
        assertThat(scopes(scope).texts()).containsExactly(scope);
    }

    @Test
    void noScopeIsTheIdentityScope() {
        assertThat(scopes().claim()).isEqualTo("identity");
        assertThat(scopes().groups()).isEmpty();
        assertThat(scopes()).isEqualTo(scopes("identity"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            applied-permissions/groups:dev                  | dev
            applied-permissions/groups:dev,ops              | dev;ops
            applied-permissions/groups:"dev"                | dev
            applied-permissions/groups:"a b",c              | a b;c
            applied-permissions/groups:c,"a b"              | a b;c
            applied-permissions/groups:"group_1","group 2","group,3" | group 2;group,3;group_1
            applied-permissions/groups:jörg                 | jörg
            applied-permissions/groups:dev,dev,"dev"        | dev
            applied-permissions/groups:a*                   | a*
            member-of-groups:readers                        | readers
            member-of-groups:readers,deployers              | deployers;readers
            member-of-groups:"a b"                          | a b
            member-of-groups:"a b",c                        | a b;c
            applied-permissions/groups:"a, b",c-*,*d,"*,-x" | *,-x;*d;a, b;c-*
            member-of-groups:"a b","c",d                    | a b;c;d
            applied-permissions/groups:"a\u00a0b"           | a\u00a0b
            """)
    void groupScopesNameGroups(String scope, String expected) {
        assertThat(groups(scope)).containsExactly(expected.split(";", -1));
        assertThat(scopes(scope).claim()).isEqualTo("identity");
        assertThat(scopes(scope).texts()).containsExactly(scope);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            applied-permissions/groups:          | position 28 no name
            applied-permissions/groups:,a        | position 28 no name
            applied-permissions/groups:a,        | position 30 no name
            applied-permissions/groups:a,,b      | position 30 no name
            applied-permissions/groups:""        | position 28 no name
            applied-permissions/groups:"a        | position 28 a quotation mark that is never closed
            applied-permissions/groups:"         | position 28 a quotation mark that is never closed
            applied-permissions/groups:a,"b c    | position 30 a quotation mark that is never closed
            applied-permissions/groups:"a"b      | position 31 a character after the name that began at position 28
            applied-permissions/groups:"a" ,b    | position 31 a character after the name that began at position 28
            applied-permissions/groups:a"b"      | position 29 a character that only a quoted name may hold
            applied-permissions/groups:a b       | position 29 a character that only a quoted name may hold
            applied-permissions/groups:a, b      | position 30 a character that only a quoted name may hold
            applied-permissions/groups:a\\b      | position 29 a character that only a quoted name may hold
            applied-permissions/groups:"a\\"b"   | position 28 a name with a backslash
            applied-permissions/groups:*         | position 28 a "*", but a token is a member of named groups only
            applied-permissions/groups:a,*       | position 30 a "*", but
            applied-permissions/groups:"*"       | position 28 a "*", but
            member-of-groups:*                   | name them
            member-of-groups:"g1,g2 with space"  | member-of-groups:"a","b" for two
            member-of-groups:                    | position 18 no name
            """)
    void aFaultyGroupListIsRefusedWithThePosition(String scope, String message) {
        assertThat(refusal(scope)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "applied-permissions/groups:system:masters, begins with system:",
        "member-of-groups:system:masters, begins with system:",
        "'applied-permissions/groups:\"system:masters\"', begins with system:",
        "applied-permissions/groups:-, reads as no groups",
        "applied-permissions/groups:signet-abcdefghijklmnopqrstuvwxyz:b:admins, holds a colon",
        "applied-permissions/groups:oidc:admins, holds a colon"
    })
    void aGroupScopeCannotNameWhatASubjectCannot(String scope, String message) {
        assertThat(refusal(scope)).contains(message);
    }

    @Test
    void aGroupNameWithAControlCharacterIsRefusedEvenInQuotes() {
        assertThat(refusal("applied-permissions/groups:\"a\nb\"")).contains("control character");
        assertThat(refusal("applied-permissions/groups:a\nb")).contains("only a quoted name may hold");
        for (String line : List.of("\u2028", "\u2029", "\u0085", "\u0007")) {
            assertThat(refusal("applied-permissions/groups:\"a" + line + "b\"")).contains("control character");
            assertThat(Scopes.parse(List.of("member-of-groups:a" + line + "b")).isValid())
                    .isFalse();
        }
    }

    @Test
    void aSpaceOfUnicodeStandsInQuotesToo() {
        for (String space : List.of("\u00a0", "\u2007", "\u3000")) {
            assertThat(refusal("member-of-groups:a" + space + "b")).contains("only a quoted name may hold");
            assertThat(groups("member-of-groups:\"a" + space + "b\"")).containsExactly("a" + space + "b");
        }
    }

    @Test
    void aGroupInAScopeHasAtMost253Characters() {
        assertThat(groups("member-of-groups:" + "g".repeat(253))).hasSize(1);
        assertThat(refusal("member-of-groups:" + "g".repeat(254))).contains("write at most 253");
        assertThat(refusal("applied-permissions/groups:a,\"" + "g".repeat(254) + "\""))
                .contains("write at most 253");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                          | says nothing
            a b                         | position 2; write each scope as an item of its own
            `applied-permissions/user `  | position 25; write each scope
            a"b                         | position 2 a character that no scope may hold
            a\\b                        | position 2 a character that no scope may hold
            ä                           | position 1 a character that no scope may hold
            applied-permissions/        | grants nothing
            applied-permissions/users   | write applied-permissions/user, applied-permissions/admin
            applied-permissions/Admin   | grants nothing
            applied-permissions/groups  | applied-permissions/groups:name,name
            applied-permissions/roles:p:r | grants nothing
            member-of-groups            | grants nothing
            repository:                 | write repository:name:pull,push
            repository:name             | write repository:name:pull,push
            repository:name:            | write repository:name:pull,push
            repository::pull            | write repository:name:pull,push
            repository:name:pull,       | write repository:name:pull,push
            repository:name:PULL        | write repository:name:pull,push
            repository:a,b:pull         | write repository:name:pull,push
            """)
    void whatIsNoScopeIsRefusedWithWhatToWrite(String scope, String message) {
        assertThat(refusal(scope)).contains(message);
    }

    @Test
    void aFaultNamesTheItem() {
        Parsed<Scopes> parsed = Scopes.parse(List.of("openid", "a b")).in("scopes");
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("scopes[1]");
    }

    @Test
    void claimsAreSortedAndIndependentOfTheOrder() {
        Scopes scopes = scopes("system:livelogs:r", "applied-permissions/groups:z,b", "openid", "member-of-groups:a");
        assertThat(scopes.claim()).isEqualTo("openid system:livelogs:r");
        assertThat(scopes.groups()).containsExactly(new GroupName("a"), new GroupName("b"), new GroupName("z"));
        assertThat(scopes)
                .isEqualTo(scopes("member-of-groups:b,a", "openid", "member-of-groups:z", "system:livelogs:r"))
                .isNotEqualTo(scopes("openid"));
    }

    @Test
    void fiveHundredCharactersJoinedAreAllowedAndOneMoreIsNot() {
        String first = "a".repeat(249);
        assertThat(Scopes.parse(List.of(first, "b".repeat(250))).isValid()).isTrue();
        assertThat(Outcome.messageOf(Scopes.parse(List.of(first, "b".repeat(251)))))
                .contains("have 501 characters when joined by spaces; write at most 500");
    }

    @Test
    void atMost64Scopes() {
        List<String> scopes =
                IntStream.rangeClosed(1, 65).mapToObj(i -> "s" + i).toList();
        assertThat(Scopes.parse(scopes.subList(0, 64)).isValid()).isTrue();
        assertThat(Outcome.messageOf(Scopes.parse(scopes))).isEqualTo("65 scopes; write at most 64");
        assertThat(Scopes.parse(Collections.nCopies(2, "openid")).map(Scopes::claim))
                .isEqualTo(Parsed.valid("openid"));
    }

    @Test
    void aScopeTokenIsWhatRfc6749SaysWhateverItGrants() {
        for (int c = 0; c < 300; c++) {
            boolean allowed = c == 0x21 || (c >= 0x23 && c <= 0x5B) || (c >= 0x5D && c <= 0x7E);
            assertThat(Scopes.isToken("a" + (char) c)).as("character %d", c).isEqualTo(allowed);
        }
        assertThat(Scopes.isToken("applied-permissions/unheard-of")).isTrue();
        assertThat(Scopes.isToken("")).isFalse();
    }
}
