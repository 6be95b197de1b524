package dev.signet.domain.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.format.SeededRandom;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L1, W1, A2: subjects of every kind, with groups, unique within their namespace")
class SubjectTest {

    private static final ServiceId SERVICE = new ServiceId("signet-abcdefghijklmnopqrstuvwxyz");

    private static Parsed<Subject> named(String name) {
        return Subject.parse("Agent", name, List.of(), false);
    }

    private static Parsed<Subject> inGroups(List<String> groups) {
        return Subject.parse("Agent", "agent-7", groups, false);
    }

    private static QualifiedSubject qualified(Subject subject, String... scopeGroups) {
        List<GroupName> groups = IntStream.range(0, scopeGroups.length)
                .mapToObj(i -> new GroupName(scopeGroups[i]))
                .toList();
        return QualifiedSubject.of(subject, groups, SERVICE, "team-a");
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsReadAndWrittenAlike(SubjectKind kind) {
        assertThat(SubjectKind.parse(kind.text())).isEqualTo(Parsed.valid(kind));
        Subject subject = Outcome.valueOf(Subject.parse(kind.text(), "x", List.of(), false));
        assertThat(qualified(subject).sub()).isEqualTo(SERVICE + ":team-a:" + kind.text() + ":x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "agent", "AGENT", "AGENT_RELAY", "Agents", "Agent "})
    void anyOtherKindIsRefused(String kind) {
        Parsed<Subject> parsed = Subject.parse(kind, "x", List.of(), false);
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("kind");
        assertThat(Outcome.messageOf(parsed))
                .contains("write one of User, Group, Service, Agent, AgentRelay, Controller");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "agent-7", "admin", "john.doe@example.com", "John Doe", "jörg", "李", "a,b", "-", "a/b"})
    void aNameIsFreeTextWithinItsLimits(String name) {
        assertThat(Outcome.valueOf(named(name)).name()).isEqualTo(name);
    }

    @Test
    void aNameHasUpTo253CharactersHoweverManyBytesTheyTake() {
        assertThat(named("a".repeat(253)).isValid()).isTrue();
        assertThat(named("😀".repeat(253)).isValid()).isTrue();
        assertThat(Outcome.messageOf(named("a".repeat(254)))).contains("has 254 characters; write at most 253");
        assertThat(Outcome.fieldOf(named(""))).isEqualTo("name");
    }

    @ParameterizedTest
    @CsvSource({
        "system:admin, begins with system:",
        "system:serviceaccount:default:default, begins with system:",
        "a:b, holds a colon",
        ":, holds a colon",
        "System:admin, begins with system:",
        "'john ', begins or ends with a space; write \"john\"",
        "' john', begins or ends with a space"
    })
    void aNameCannotReachBeyondItsPlace(String name, String message) {
        assertThat(Outcome.messageOf(named(name))).contains(message);
        assertThat(Outcome.fieldOf(named(name).in("subject"))).isEqualTo("subject.name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\nb", "a\rb", "a\tb", "\u0000", "a\u007f", "a\u0085b", "a\u2028b", "a\ud800", "\u001b[31m"})
    void controlCharactersAreRefusedAndShownHarmlessly(String name) {
        String message = Outcome.messageOf(named(name));
        assertThat(message).contains("control character");
        assertThat(message.chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void groupsAreSortedAndCountOnce() {
        Subject subject = Outcome.valueOf(inGroups(List.of("dev", "admins", "dev")));
        assertThat(subject.groups()).containsExactly(new GroupName("admins"), new GroupName("dev"));
        assertThat(subject).isEqualTo(Outcome.valueOf(inGroups(List.of("admins", "dev"))));
        assertThat(subject).isNotEqualTo(Outcome.valueOf(inGroups(List.of("admins"))));
    }

    @ParameterizedTest
    @CsvSource({
        "system:masters, begins with system:",
        "system:, begins with system:",
        "-, reads as no groups",
        "'', empty name",
        "SYSTEM:masters, begins with system:",
        "oidc:admins, holds a colon",
        "signet-abcdefghijklmnopqrstuvwxyz:team-b:admins, holds a colon"
    })
    void aGroupCannotReachBeyondItsPlace(String group, String message) {
        Parsed<Subject> parsed = inGroups(List.of("dev", group));
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("groups[1]");
        assertThat(Outcome.messageOf(parsed)).contains(message);
        assertThatThrownBy(() -> new GroupName(group)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "a b", "a,b", "--", "systems", "CORP\\devs", "\"q\""})
    void otherGroupsAreFreeText(String group) {
        assertThat(inGroups(List.of(group)).isValid()).isTrue();
    }

    @Test
    void aGroupWithALineBreakIsRefused() {
        assertThat(Outcome.messageOf(inGroups(List.of("a\nb")))).contains("control character");
    }

    @Test
    void atMost64Groups() {
        List<String> groups =
                IntStream.rangeClosed(1, 65).mapToObj(i -> "g" + i).toList();
        assertThat(inGroups(groups.subList(0, 64)).isValid()).isTrue();
        assertThat(Outcome.messageOf(inGroups(groups))).isEqualTo("65 groups; name at most 64");
    }

    @Test
    void subjectAndGroupsAreQualifiedByServiceAndNamespace() {
        Subject subject = Outcome.valueOf(Subject.parse("User", "john", List.of("dev"), false));
        QualifiedSubject qualified = qualified(subject, "ops", "dev");
        assertThat(qualified.sub()).isEqualTo("signet-abcdefghijklmnopqrstuvwxyz:team-a:User:john");
        assertThat(qualified.groups())
                .containsExactly(
                        "signet-abcdefghijklmnopqrstuvwxyz:team-a:dev", "signet-abcdefghijklmnopqrstuvwxyz:team-a:ops");
        assertThat(qualified.username()).isEqualTo("john");
    }

    @Test
    void aGlobalSubjectStandsBare() {
        Subject subject = Outcome.valueOf(Subject.parse("User", "john", List.of("dev"), true));
        assertThat(qualified(subject, "ops")).isEqualTo(new QualifiedSubject("john", List.of("dev", "ops"), "john"));
    }

    @Test
    void equalNamesOfTwoKindsOrNamespacesAreDifferentSubjects() {
        Subject agent = Outcome.valueOf(named("x"));
        Subject user = Outcome.valueOf(Subject.parse("User", "x", List.of(), false));
        assertThat(qualified(agent).sub()).isNotEqualTo(qualified(user).sub());
        assertThat(QualifiedSubject.of(agent, List.of(), SERVICE, "team-b").sub())
                .isNotEqualTo(qualified(agent).sub());
    }

    @Test
    void aServiceIdIs130RandomBitsInBase32() {
        ServiceId id = ServiceId.generate(new SeededRandom(8));
        assertThat(id.text())
                .matches("signet-[a-z2-7]{26}")
                .isNotEqualTo(ServiceId.generate(new SeededRandom(9)).text());
        assertThat(ServiceId.parse(id.text())).isEqualTo(Parsed.valid(id));
        for (int i = 0; i < 500; i++) {
            assertThat(ServiceId.parse(ServiceId.generate(new SeededRandom(i)).text())
                            .isValid())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "signet-",
                "abcdefghijklmnopqrstuvwxyz",
                "signet-abcdefghijklmnopqrstuvwxy",
                "signet-abcdefghijklmnopqrstuvwxyz2",
                "signet-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "signet-abcdefghijklmnopqrstuvwxy1",
                "signet-abcdefghijklmnopqrstuvwxyz\n"
            })
    void anyOtherServiceIdIsRefused(String text) {
        assertThat(Outcome.messageOf(ServiceId.parse(text))).contains("26 characters of a-z2-7");
        assertThatThrownBy(() -> new ServiceId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
