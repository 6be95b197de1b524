package dev.signet.domain.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("K7, K2: a content's digest tells of every change and of nothing else, for ever")
class TokenContentTest {

    private static final Instant END = Instant.parse("2026-12-31T18:00:00Z");

    /** Pinned: a controller of a later version must not take a token of an earlier one for changed. */
    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of("nothing said", draft().scopes(), "2vt1aBLY_PEMp5i9"),
                Arguments.of("a scope", draft(), "HSyveDGuRuV8pVOJ"),
                Arguments.of("a ttl", draft().ttl("90d"), "JCJGX325MtClzgsF"),
                Arguments.of("a ttl of every unit", draft().ttl("1y2M3w4d5h6m7s"), "xCUI7RDT0s8Cyct0"),
                Arguments.of("a moment", draft().expiresAt(END), "AptnHYOPAIUwRhkt"),
                Arguments.of(
                        "a wall clock", draft().validUntil("2026-12-31T18:00", "Europe/Berlin"), "dwSRcMjnICW-GDTj"),
                Arguments.of("no end", draft().nonExpiring(), "3cZP19e93fpq0Sga"),
                Arguments.of("groups", draft().scopes("member-of-groups:\"b c\",a", "identity"), "GAAzuSHZZ8jzIwAa"),
                Arguments.of("audiences", draft().audiences("b", "a"), "VcAfKGZxkEr6NOBP"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void itNeverChangesItself(String what, DraftOrder draft, String digest) {
        assertThat(draft.content().hash()).as(what).isEqualTo(digest);
    }

    @Test
    void everyPartChangesIt() {
        Stream<DraftOrder> different = Stream.of(
                draft(),
                draft().scopes(),
                draft().scopes("applied-permissions/admin"),
                draft().scopes("applied-permissions/user", "applied-permissions/admin"),
                draft().scopes("applied-permissions/user", "member-of-groups:a"),
                draft().scopes("applied-permissions/user", "member-of-groups:a,b"),
                draft().scopes("applied-permissions/user", "member-of-groups:\"a b\""),
                draft().audiences("a"),
                draft().audiences("a", "b"),
                draft().audiences("*"),
                draft().ttl("1h"),
                draft().ttl("2h"),
                draft().ttl("30d"),
                draft().ttl("1M"),
                draft().ttl("12M"),
                draft().expiresAt(END),
                draft().expiresAt(END.plusSeconds(1)),
                draft().validUntil("2026-12-31T18:00", "UTC"),
                draft().validUntil("2026-12-31T18:00", "Etc/UTC"),
                draft().validUntil("2026-12-31T18:01", "UTC"),
                draft().nonExpiring());

        assertThat(different.map(each -> each.content().hash())).doesNotHaveDuplicates();
    }

    @Test
    void whatStandsInOnePartNeverPassesForAnother() {
        assertThat(Stream.of(
                                draft().scopes("member-of-groups:audiences"),
                                draft().scopes().audiences("audiences"),
                                draft().scopes("audiences"),
                                draft().scopes("member-of-groups:a").audiences("b"),
                                draft().scopes("member-of-groups:a,b"),
                                draft().scopes("member-of-groups:b").audiences("a"),
                                draft().scopes().audiences("a", "b"),
                                draft().scopes("identity", "group", "a"),
                                draft().scopes("member-of-groups:\"audience a\""))
                        .map(each -> each.content().hash()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSameInOtherWordsIsTheSame() {
        assertThat(draft().ttl("60m").content().hash())
                .isEqualTo(draft().ttl("1h").content().hash());
        assertThat(draft().ttl("1w").content().hash())
                .isEqualTo(draft().ttl("7d").content().hash());
        assertThat(draft().audiences("b", "a").content().hash())
                .isEqualTo(draft().audiences("a", "b").content().hash());
        assertThat(draft().scopes("b", "a").content().hash())
                .isEqualTo(draft().scopes("a", "b").content().hash());
        assertThat(draft().scopes("identity").content().hash())
                .isEqualTo(draft().scopes().content().hash());
        assertThat(draft().scopes("member-of-groups:a,b").content().hash())
                .isEqualTo(draft().scopes("applied-permissions/groups:\"b\",a")
                        .content()
                        .hash());
        assertThat(draft().validUntil("2026-12-31T18:00:00", "UTC").content().hash())
                .isEqualTo(
                        draft().validUntil("2026-12-31T18:00", "UTC").content().hash());
    }

    @Test
    void whatIsNoContentDoesNotChangeIt() {
        String digest = draft().content().hash();

        assertThat(Stream.of(
                                draft().renewing("50%", "1m"),
                                draft().expiring(),
                                draft().once(),
                                draft().labels(java.util.Map.of("a", "b")),
                                draft().revoked("lost"),
                                draft().ttlAfterFinished("1h"))
                        .map(each -> each.order().content().hash()))
                .containsOnly(digest);
    }

    private static DraftOrder draft() {
        return new DraftOrder();
    }
}
