package dev.signet.domain.authority;

import static dev.signet.domain.authority.Authorities.LIFE;
import static dev.signet.domain.authority.Authorities.NOW;
import static dev.signet.domain.authority.Authorities.after;
import static dev.signet.domain.authority.Authorities.at;
import static dev.signet.domain.authority.Authorities.below;
import static dev.signet.domain.authority.Authorities.damaged;
import static dev.signet.domain.authority.Authorities.established;
import static dev.signet.domain.authority.Authorities.facts;
import static dev.signet.domain.authority.Authorities.held;
import static dev.signet.domain.authority.Authorities.imported;
import static dev.signet.domain.authority.Authorities.inForce;
import static dev.signet.domain.authority.Authorities.intermediate;
import static dev.signet.domain.authority.Authorities.key;
import static dev.signet.domain.authority.Authorities.resetting;
import static dev.signet.domain.authority.Authorities.root;
import static dev.signet.domain.authority.Authorities.selfSigned;
import static dev.signet.domain.authority.Authorities.with;
import static dev.signet.domain.authority.Authorities.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityDecision.Cause;
import dev.signet.domain.authority.AuthorityDecision.Keep;
import dev.signet.domain.authority.AuthorityDecision.Make;
import dev.signet.domain.authority.AuthorityDecision.Refuse;
import dev.signet.domain.authority.AuthorityDecision.Take;
import dev.signet.domain.authority.AuthorityDecision.Tidy;
import dev.signet.domain.authority.AuthorityDecision.Withdraw;
import dev.signet.domain.authority.ObservedKey.Standing;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.IntermediateCertificate;
import dev.signet.domain.ca.NameConstraints;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.SigningKeyPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class AuthorityPolicyTest {

    private static AuthorityDecision decide(AuthorityFacts facts) {
        return AuthorityPolicy.decide(facts);
    }

    private static FailureCode refusal(AuthorityFacts facts) {
        assertThat(decide(facts)).isInstanceOf(Refuse.class);
        return ((Refuse) decide(facts)).refusal().code();
    }

    private static Cause makes(AuthorityFacts facts) {
        assertThat(decide(facts)).isInstanceOf(Make.class);
        return ((Make) decide(facts)).cause();
    }

    @Nested
    final class First {
        private final AuthorityFacts created = facts(selfSigned());

        @Test
        void aNewAuthorityHasItsKeyMade() {
            assertThat(makes(created)).isEqualTo(Cause.FIRST);
        }

        @Test
        void aKeyThatACrashKeptFromStatusIsTakenOver() {
            AuthorityKey key = root("Test");
            assertThat(decide(with(created, held(key)))).isEqualTo(new Take(Cause.FIRST, key));
        }

        @Test
        void aKeyThatDoesNotVerifyIsMadeAnew() {
            assertThat(makes(with(created, damaged(Standing.OWN)))).isEqualTo(Cause.FIRST);
        }

        @Test
        void aWholeKeyInASecretOfAnotherObjectIsNotTakenOver() {
            assertThat(refusal(with(created, held(root("Test"), Standing.STRANDED))))
                    .isEqualTo(FailureCode.AwaitingCollection);
            assertThat(refusal(with(created, held(root("Test"), Standing.FOREIGN))))
                    .isEqualTo(FailureCode.Conflict);
        }

        @Test
        void theFirstValueOfResetIsRecordedAndResetsNothing() {
            AuthorityFacts ordered = with(created, resetting(selfSigned(), "a", false));
            assertThat(makes(ordered)).isEqualTo(Cause.FIRST);
            Establishment first = AuthorityPolicy.establish(ordered, Cause.FIRST, root("Test"));
            assertThat(first.epoch()).isEqualTo(1);
            assertThat(first.lastReset()).contains("a");
            assertThat(decide(established(ordered, Cause.FIRST, root("Test")))).isInstanceOf(Keep.class);
        }

        @Test
        void theFirstSigningKeySignsAtOnceSinceNothingElseCan() {
            assertThat(inForce().record().keys())
                    .singleElement()
                    .satisfies(row -> assertThat(row.phase()).isEqualTo(SigningKeyPhase.Active));
        }

        @Test
        void onceInForceNothingIsDueButToLookAgain() {
            AuthorityFacts facts = inForce();
            Keep keep = (Keep) decide(facts);
            assertThat(keep.upkeep().plan().keys()).isEqualTo(facts.record().keys());
            assertThat(keep.upkeep().plan().create()).isEmpty();
            assertThat(keep.upkeep().sweep()).isEqualTo(new Sweep(Set.of(), Set.of()));
            assertThat(keep.upkeep().next())
                    .hasValueSatisfying(next -> assertThat(next).isAfter(NOW));
        }
    }

    @Nested
    final class Reset {
        private final AuthorityFacts before = inForce();
        private final AuthorityFacts ordered = with(before, resetting(selfSigned(), "a", false));
        private final AuthorityFacts gently = with(before, resetting(selfSigned(), "a", true));

        @Test
        void aChangedValueMakesANewKey() {
            assertThat(makes(ordered)).isEqualTo(Cause.RESET);
        }

        @Test
        void aResetVoidsAllThatTheOldKeySigned() {
            AuthorityFacts after = established(ordered, Cause.RESET, root("New"));
            assertThat(after.record().epoch()).isEqualTo(2);
            assertThat(after.record().lastReset()).contains("a");
            assertThat(after.record().trusted()).isEmpty();
            assertThat(after.record().keys())
                    .extracting(row -> row.phase())
                    .containsExactly(SigningKeyPhase.Retired, SigningKeyPhase.Active);
            assertThat(decide(after)).isInstanceOf(Keep.class);
        }

        @Test
        void aGentleResetTrustsOnAndKeepsTheEpoch() {
            AuthorityFacts after = established(gently, Cause.RESET, root("New"));
            assertThat(after.record().epoch()).isEqualTo(1);
            assertThat(after.record().trusted())
                    .containsExactly(before.record().certificate().orElseThrow());
            assertThat(after.record().keys())
                    .extracting(row -> row.phase())
                    .containsExactly(SigningKeyPhase.Draining, SigningKeyPhase.Active);
        }

        @Test
        void aHardResetEndsTheTrustThatAGentleOneLeft() {
            AuthorityFacts after = established(gently, Cause.RESET, root("New"));
            AuthorityFacts again = with(after, resetting(selfSigned(), "b", false));
            assertThat(established(again, Cause.RESET, root("Newer")).record().trusted())
                    .isEmpty();
        }

        @Test
        void aWithdrawnValueResetsNothing() {
            AuthorityFacts after = established(ordered, Cause.RESET, root("New"));
            assertThat(decide(with(after, selfSigned()))).isInstanceOf(Keep.class);
        }

        @Test
        void theOldPrivateKeysGoAtOnce() {
            AuthorityFacts after = established(ordered, Cause.RESET, root("New"));
            assertThat(((Keep) decide(after)).upkeep().sweep().destroy())
                    .containsExactly(after.record().keys().get(0).kid());
        }

        @Test
        void cutOffAfterTheSecretItIsDoneAgain() {
            assertThat(makes(with(ordered, held(key(before), root("New"))))).isEqualTo(Cause.RESET);
        }

        @Test
        void cutOffAfterTheSecretAndWithdrawnTheNextKeyIsDropped() {
            AuthorityFacts withdrawn = with(before, held(key(before), root("New")));
            assertThat(decide(withdrawn)).isEqualTo(new Tidy(key(before)));
        }

        @Test
        void cutOffAfterStatusTheNextKeyIsTheOneInForce() {
            AuthorityKey next = root("New");
            AuthorityFacts cut = with(established(ordered, Cause.RESET, next), held(key(before), next));
            assertThat(decide(cut)).isEqualTo(new Tidy(next));
        }

        @Test
        void theKeyAboutToFollowIsNeverBelievedOfItself() {
            AuthorityKey planted = root("Planted");
            assertThat(decide(with(before, held(key(before), planted)))).isEqualTo(new Tidy(key(before)));
            assertThat(refusal(with(before, held(planted, root("Other"))))).isEqualTo(FailureCode.KeyLost);
        }
    }

    /** Distrust now waits for nothing: not for a Secret, not for the authority above. */
    @Nested
    final class Withdrawal {
        private final AuthorityFacts made = with(inForce(), resetting(selfSigned(), "a", false));

        @DisplayName("a reset that cannot make a key yet voids all at once")
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.signet.domain.authority.AuthorityPolicyTest#blocked")
        void aResetThatCannotMakeAKeyVoidsAtOnce(String why, AuthorityFacts facts, FailureCode code) {
            Withdraw withdraw = (Withdraw) decide(facts);
            assertThat(withdraw.cause()).isEqualTo(Cause.RESET);
            assertThat(withdraw.refusal().code()).isEqualTo(code);
            assertThat(withdraw.epoch()).isEqualTo(2);
            assertThat(withdraw.lastReset()).contains("a");
            assertThat(withdraw.keys())
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.phase()).isEqualTo(SigningKeyPhase.Retired));

            AuthorityFacts after = withdrawn(facts, withdraw);
            assertThat(after.canSign(after.record().keys())).isFalse();
            Refuse waits = (Refuse) decide(after);
            assertThat(waits.refusal().code()).isEqualTo(code);
            assertThat(waits.upkeep().plan().create()).isEmpty();
            assertThat(waits.upkeep().sweep().destroy())
                    .containsExactly(withdraw.keys().get(0).kid());
            assertThat(waits.upkeep().next()).contains(NOW.plusSeconds(60));
        }

        @DisplayName("a gentle reset waits, and the key in force with it")
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.signet.domain.authority.AuthorityPolicyTest#blocked")
        void aGentleResetWaits(String why, AuthorityFacts facts, FailureCode code) {
            AuthorityFacts gently = with(facts, resetting(facts.order(), "a", true));
            Refuse refuse = (Refuse) decide(gently);
            assertThat(refuse.upkeep().plan().keys()).isEqualTo(facts.record().keys());
        }

        @Test
        void theKeyThatFollowsKeepsTheEpochAndSigns() {
            AuthorityFacts blocked = with(made, held(key(made), Standing.FOREIGN));
            AuthorityFacts waiting = with(withdrawn(blocked, (Withdraw) decide(blocked)), new ObservedKey.Absent());
            assertThat(makes(waiting)).isEqualTo(Cause.FIRST);
            AuthorityFacts after = established(waiting, Cause.FIRST, root("New"));
            assertThat(after.record().epoch()).isEqualTo(2);
            assertThat(after.record().lastReset()).contains("a");
            assertThat(after.record().trusted()).isEmpty();
            assertThat(after.canSign(after.record().keys())).isTrue();
            assertThat(decide(after)).isInstanceOf(Keep.class);
        }

        @Test
        void aWithdrawnKeyInItsSecretIsNotTakenOver() {
            AuthorityFacts blocked = with(made, held(key(made), Standing.FOREIGN));
            AuthorityFacts waiting = with(withdrawn(blocked, (Withdraw) decide(blocked)), held(key(made)));
            assertThat(makes(waiting)).isEqualTo(Cause.FIRST);
        }

        @Test
        void anotherResetBeforeThatHasNothingToVoid() {
            AuthorityFacts blocked = with(made, held(key(made), Standing.FOREIGN));
            AuthorityFacts waiting = withdrawn(blocked, (Withdraw) decide(blocked));
            assertThat(refusal(with(waiting, resetting(selfSigned(), "b", false))))
                    .isEqualTo(FailureCode.Conflict);
        }
    }

    static Stream<Arguments> blocked() {
        AuthorityKey parent = root("Parent");
        AuthorityKey external = root("External");
        AuthorityFacts made = with(inForce(), resetting(selfSigned(), "a", false));
        AuthorityFacts below = established(
                with(facts(intermediate()), new ParentAuthority.Ready(parent, Set.of())), Cause.FIRST, below(parent));
        below = with(below, resetting(intermediate(), "a", false));
        AuthorityFacts taken = with(
                established(with(facts(imported()), held(external, Standing.FOREIGN)), Cause.FIRST, external),
                resetting(imported(), "a", false));
        AuthoritySpec leafOnly = new AuthoritySpec(
                Authorities.spec("Parent", NOW).name(),
                Authorities.spec("Parent", NOW).algorithm(),
                NOW.plus(Authorities.LIFE),
                NameConstraints.none(),
                0);
        return Stream.of(
                Arguments.of(
                        "the Secret to import is absent",
                        with(taken, new ObservedKey.Absent()),
                        FailureCode.AuthorityNotReady),
                Arguments.of(
                        "the Secret to import is unfit",
                        with(taken, damaged(Standing.FOREIGN)),
                        FailureCode.InvalidAuthority),
                Arguments.of(
                        "a foreign Secret is in the way", with(made, damaged(Standing.FOREIGN)), FailureCode.Conflict),
                Arguments.of(
                        "its own Secret lost its label",
                        with(made, held(key(made), Standing.FOREIGN)),
                        FailureCode.Conflict),
                Arguments.of(
                        "the authority above is not ready",
                        with(
                                below,
                                new ParentAuthority.Unready(
                                        new Refusal(FailureCode.AuthorityNotReady, "not ready"),
                                        Optional.of(Set.of(RecordedCertificate.digest(parent.certificate()))))),
                        FailureCode.AuthorityNotReady),
                Arguments.of(
                        "the authority above is gone",
                        with(
                                below,
                                new ParentAuthority.Unready(
                                        new Refusal(FailureCode.AuthorityNotFound, "gone"), Optional.empty())),
                        FailureCode.AuthorityNotFound),
                Arguments.of(
                        "the authority above has ended",
                        with(below, new ParentAuthority.Ready(root("Parent", NOW.minus(Authorities.LIFE)), Set.of())),
                        FailureCode.InvalidAuthority),
                Arguments.of(
                        "the authority above allows none below it",
                        with(
                                below,
                                new ParentAuthority.Ready(
                                        RootCertificate.issue(leafOnly, NOW, Authorities.RANDOM), Set.of())),
                        FailureCode.InvalidAuthority));
    }

    /** An epoch belongs to a name, not to an object. */
    @Nested
    final class Epoch {
        @Test
        void anAuthorityMadeAnewVoidsWhatItsFormerIssued() {
            assertThat(established(after(facts(selfSigned()), 3), Cause.FIRST, root("Test"))
                            .record()
                            .epoch())
                    .isEqualTo(4);
        }

        @Test
        void oneThatHasAStatusGoesOnFromThat() {
            AuthorityFacts restored = after(inForce(), 5);
            assertThat(decide(restored)).isInstanceOf(Keep.class);
            assertThat(AuthorityPolicy.establish(restored, Cause.RENEWED, root("Test"))
                            .epoch())
                    .isEqualTo(1);
        }

        @Test
        void aResetGoesBeyondAllThatWere() {
            AuthorityFacts restored = with(after(inForce(), 5), resetting(selfSigned(), "a", false));
            assertThat(established(restored, Cause.RESET, root("New")).record().epoch())
                    .isEqualTo(6);
            AuthorityFacts blocked = with(restored, damaged(Standing.FOREIGN));
            assertThat(((Withdraw) decide(blocked)).epoch()).isEqualTo(6);
        }
    }

    @Nested
    final class Renewed {
        private final AuthorityFacts before = inForce();
        private final Instant due = NOW.plusSeconds(Authorities.LIFE.toSeconds() / 3 * 2);

        @Test
        void aRootIsCertifiedAgainAtTwoThirdsOfItsLife() {
            assertThat(decide(at(before, due.minusSeconds(1)))).isInstanceOf(Keep.class);
            assertThat(makes(at(before, due))).isEqualTo(Cause.RENEWED);
            assertThat(Renewal.next(before, key(before))).contains(due);
        }

        @Test
        void whatItSignedCountsOnAndItsSigningKeyGoesOn() {
            AuthorityFacts then = at(before, due);
            AuthorityKey renewed =
                    RootCertificate.renew(Authorities.spec("Test", due), key(before), due, Authorities.RANDOM);
            // Nobody looked for years: one look rotates what is due, and the renewal leaves that be.
            AuthorityFacts rotated = at(inForceAt(due), due);
            AuthorityFacts after = established(
                    rotated,
                    Cause.RENEWED,
                    RootCertificate.renew(Authorities.spec("Test", due), key(rotated), due, Authorities.RANDOM));
            assertThat(after.record().epoch()).isEqualTo(1);
            assertThat(after.record().trusted())
                    .containsExactly(rotated.record().certificate().orElseThrow());
            assertThat(after.record().keys().get(0))
                    .isEqualTo(rotated.record().keys().get(0));
            assertThat(after.signingFacts(key(after)).outdated()).isEmpty();
            assertThat(after.canSign(after.record().keys())).isTrue();
            assertThat(decide(after)).isInstanceOf(Keep.class);
            assertThat(renewed.certificate().getPublicKey())
                    .isEqualTo(key(before).certificate().getPublicKey());
            assertThat(renewed.latestExpiry()).isEqualTo(then.now().plus(Authorities.LIFE));
        }

        private AuthorityFacts inForceAt(Instant time) {
            return established(at(facts(selfSigned()), time), Cause.FIRST, root("Test"));
        }

        @Test
        void aLongerLifeIsOrderedAndTakenAtOnceAShorterOneLater() {
            assertThat(makes(with(before, selfSigned(Authorities.LIFE.plusDays(1)))))
                    .isEqualTo(Cause.RENEWED);
            AuthorityFacts shorter = with(before, selfSigned(Duration.ofDays(365)));
            assertThat(decide(shorter)).isInstanceOf(Keep.class);
            assertThat(decide(at(shorter, due))).isInstanceOf(Keep.class);
            assertThat(Renewal.next(at(shorter, due), key(before))).contains(due.plus(Duration.ofDays(1)));
            assertThat(makes(at(shorter, NOW.plus(Authorities.LIFE).minus(Duration.ofDays(364)))))
                    .isEqualTo(Cause.RENEWED);
        }

        @Test
        void oneThatEndedWhileNobodyLookedIsCertifiedAgain() {
            assertThat(makes(at(before, NOW.plus(Authorities.LIFE).plusSeconds(1))))
                    .isEqualTo(Cause.RENEWED);
        }

        @Test
        void anIntermediateIsCertifiedAgainUnderTheSameParentAndItsSigningKeyFollows() {
            Duration life = Duration.ofDays(90);
            AuthorityKey parent = root("Parent");
            var ready = new ParentAuthority.Ready(parent, Set.of());
            AuthorityFacts child =
                    established(with(facts(intermediate(life)), ready), Cause.FIRST, below(parent, life));
            AuthorityFacts due = at(child, NOW.plus(Duration.ofDays(60)));
            assertThat(decide(at(child, NOW.plus(Duration.ofDays(59))))).isInstanceOf(Keep.class);
            assertThat(makes(due)).isEqualTo(Cause.RENEWED);
            AuthorityKey renewed = IntermediateCertificate.renew(
                            new AuthoritySpec(
                                    Authorities.spec("Test", NOW).name(),
                                    Authorities.spec("Test", NOW).algorithm(),
                                    due.now().plus(life)),
                            key(child),
                            parent,
                            due.now(),
                            Authorities.RANDOM)
                    .orElseThrow()
                    .authority();
            AuthorityFacts after = established(due, Cause.RENEWED, renewed);
            assertThat(after.record().epoch()).isEqualTo(1);
            assertThat(after.record().trusted())
                    .containsExactly(child.record().certificate().orElseThrow());
            assertThat(after.record().keys())
                    .extracting(row -> row.phase())
                    .containsExactly(SigningKeyPhase.Active, SigningKeyPhase.Announced);
        }

        @Test
        void noneIsCertifiedAgainWhereThatWouldWinNoTime() {
            AuthorityKey parent = root("Parent");
            var ready = new ParentAuthority.Ready(parent, Set.of());
            AuthorityFacts child = established(with(facts(intermediate()), ready), Cause.FIRST, below(parent));
            assertThat(decide(at(child, due))).isInstanceOf(Keep.class);
            assertThat(Renewal.next(child, key(child))).isEmpty();
            AuthorityKey key = root("External");
            AuthorityFacts taken = established(with(facts(imported()), held(key, Standing.FOREIGN)), Cause.FIRST, key);
            assertThat(decide(at(taken, due))).isInstanceOf(Keep.class);
        }

        @Test
        void whereItIsBlockedTheKeyInForceGoesOnAndThatIsSaid() {
            AuthorityFacts blocked = at(with(before, held(key(before), Standing.FOREIGN)), due);
            Keep keep = (Keep) decide(blocked);
            assertThat(keep.shortcoming().map(Refusal::code)).contains(FailureCode.Conflict);
            assertThat(keep.upkeep().plan().create()).isPresent();
            assertThat(keep.upkeep().next()).contains(due.plusSeconds(60));
        }
    }

    @Nested
    final class Lost {
        private final AuthorityFacts before = inForce();

        @Test
        void aMissingSecretIsReportedAndReplacedByNothing() {
            assertThat(refusal(with(before, new ObservedKey.Absent()))).isEqualTo(FailureCode.KeyLost);
        }

        @Test
        void aDamagedOneIsReportedWithItsFault() {
            Refuse refuse = (Refuse) decide(with(before, damaged(Standing.OWN)));
            assertThat(refuse.refusal().code()).isEqualTo(FailureCode.KeyLost);
            assertThat(refuse.refusal().message()).contains("tls.key is damaged", "spec.reset");
        }

        @Test
        void anotherKeyInItsPlaceIsNotBelieved() {
            assertThat(refusal(with(before, held(root("Test"))))).isEqualTo(FailureCode.KeyLost);
        }

        @Test
        void theSigningKeyThatThereIsGoesOn() {
            Refuse refuse = (Refuse) decide(with(before, new ObservedKey.Absent()));
            assertThat(refuse.upkeep().plan().keys()).isEqualTo(before.record().keys());
            assertThat(before.canSign(refuse.upkeep().plan().keys())).isTrue();
        }

        @Test
        void privatePartsThatHaveSignedTheirLastGoAllTheSame() {
            AuthorityFacts gently = with(before, resetting(selfSigned(), "a", true));
            AuthorityFacts after = established(gently, Cause.RESET, root("New"));
            AuthorityFacts later = at(with(after, new ObservedKey.Absent()), NOW.plusSeconds(61));
            assertThat(((Refuse) decide(later)).upkeep().sweep().destroy()).hasSize(1);
        }

        @Test
        void theRightSecretHealsWhoeverOwnsIt() {
            AuthorityKey key = key(before);
            assertThat(decide(with(before, held(key)))).isInstanceOf(Keep.class);
            assertThat(decide(with(before, held(key, Standing.STRANDED)))).isEqualTo(new Tidy(key));
            assertThat(decide(with(before, held(key, Standing.FOREIGN)))).isInstanceOf(Keep.class);
        }

        @Test
        void aResetHealsWithANewKey() {
            AuthorityFacts lost = with(before, new ObservedKey.Absent());
            assertThat(makes(with(lost, resetting(selfSigned(), "a", false)))).isEqualTo(Cause.RESET);
        }

        @Test
        void aResetWritesOverNoForeignSecret() {
            AuthorityFacts lost = with(before, damaged(Standing.FOREIGN));
            assertThat(refusal(with(lost, resetting(selfSigned(), "a", true)))).isEqualTo(FailureCode.Conflict);
            assertThat(decide(with(lost, resetting(selfSigned(), "a", false)))).isInstanceOf(Withdraw.class);
        }

        @Test
        void itIsLookedAtAgainAfterAMinuteThenLessOften() {
            AuthorityFacts lost = with(before, new ObservedKey.Absent());
            assertThat(((Refuse) decide(lost)).upkeep().next()).contains(NOW.plusSeconds(60));
            AuthorityRecord record = before.record();
            AuthorityRecord old = new AuthorityRecord(
                    record.epoch(),
                    record.lastReset(),
                    record.certificate(),
                    record.trusted(),
                    record.keys(),
                    Optional.of(NOW.minus(Duration.ofDays(1))));
            assertThat(((Refuse) decide(with(lost, old))).upkeep().next()).contains(NOW.plusSeconds(600));
        }
    }

    @Nested
    final class Time {
        private final AuthorityFacts before = inForce();

        @Test
        void anEndedAuthorityThatCannotBeCertifiedAgainSaysSo() {
            AuthorityFacts ended = at(with(before, held(key(before), Standing.FOREIGN)), NOW.plus(Authorities.LIFE));
            assertThat(refusal(ended)).isEqualTo(FailureCode.Conflict);
            assertThat(((Refuse) decide(ended)).refusal().message()).contains("ended at", "cannot be renewed");
            assertThat(((Refuse) decide(ended)).upkeep().plan().create()).isEmpty();
        }

        @Test
        void aClockSetBackLosesNoKey() {
            assertThat(decide(at(before, NOW.minus(Duration.ofDays(2))))).isInstanceOf(Keep.class);
        }

        @Test
        void aSeasonOfLooksRotatesAndLeavesNoPrivateKeyBehind() {
            AuthorityFacts facts = before;
            int announced = 0;
            for (int looks = 0; facts.now().isBefore(NOW.plus(Duration.ofDays(100))); looks++) {
                assertThat(looks).isLessThan(500);
                Keep keep = (Keep) decide(facts);
                announced += keep.upkeep().plan().create().isPresent() ? 1 : 0;
                AuthorityFacts after = Authorities.kept(facts, keep);
                assertThat(after.canSign(after.record().keys())).isTrue();
                Keep again = (Keep) decide(after);
                assertThat(again.upkeep().plan().keys())
                        .isEqualTo(after.record().keys());
                assertThat(again.upkeep().plan().create()).isEmpty();
                facts = at(after, again.upkeep().next().orElseThrow());
            }
            assertThat(announced).isEqualTo(3);
            AuthorityFacts last = Authorities.kept(facts, (Keep) decide(facts));
            assertThat(last.signingKeys().values().stream().filter(ObservedSigningKey::holdsPrivateKey))
                    .hasSizeLessThanOrEqualTo(2);
        }

        @Test
        void aLostSigningKeyIsReplacedUnderTheSameAuthority() {
            Keep keep = (Keep) decide(with(before, Map.of()));
            assertThat(keep.upkeep().plan().create())
                    .hasValueSatisfying(made -> assertThat(made.phase()).isEqualTo(SigningKeyPhase.Active));
            assertThat(keep.key()).isEqualTo(key(before));
        }

        @Test
        void aSecretThatStatusDoesNotListGoesOnceStatusIsYounger() {
            var kid = before.record().keys().get(0).kid();
            ObservedSigningKey secret =
                    Objects.requireNonNull(before.signingKeys().get(kid));
            AuthorityRecord record = before.record();
            AuthorityFacts unlisted = with(
                    before,
                    new AuthorityRecord(
                            record.epoch(),
                            record.lastReset(),
                            record.certificate(),
                            record.trusted(),
                            List.of(),
                            Optional.empty()));
            assertThat(((Keep) decide(unlisted)).upkeep().sweep().remove()).containsExactly(kid);
            AuthorityFacts younger = with(unlisted, Map.of(kid, new ObservedSigningKey(secret.key(), true, false)));
            assertThat(((Keep) decide(younger)).upkeep().sweep().remove()).isEmpty();
        }

        @Test
        void olderCertificatesAreTrustedUntilTheyEndAndEightAtMost() {
            AuthorityFacts facts = before;
            for (int i = 0; i < 10; i++) {
                facts = established(
                        with(facts, resetting(selfSigned(), "r" + i, true)), Cause.RESET, root("Root " + i));
            }
            assertThat(facts.record().trusted()).hasSize(AuthorityPolicy.MOST_TRUSTED);
            assertThat(facts.record().trusted())
                    .doesNotContain(before.record().certificate().orElseThrow());
            AuthorityFacts later = at(
                    established(
                            with(at(facts, NOW.plusSeconds(10)), resetting(selfSigned(), "z", true)),
                            Cause.RESET,
                            root("Last", NOW.plusSeconds(10))),
                    NOW.plus(Authorities.LIFE));
            AuthorityFacts blocked = with(later, held(key(later), Standing.FOREIGN));
            assertThat(((Keep) decide(blocked)).upkeep().trusted()).isEmpty();
        }
    }

    @Nested
    final class Intermediate {
        private final AuthorityKey parent = root("Parent");
        private final AuthorityFacts created = facts(intermediate());
        private final ParentAuthority ready = new ParentAuthority.Ready(parent, Set.of());
        private final ParentAuthority unready =
                new ParentAuthority.Unready(new Refusal(FailureCode.AuthorityNotReady, "not ready"), Optional.empty());
        private final AuthorityFacts before = established(with(created, ready), Cause.FIRST, below(parent));

        @Test
        void itWaitsForTheAuthorityAbove() {
            assertThat(refusal(with(created, unready))).isEqualTo(FailureCode.AuthorityNotReady);
            assertThat(makes(with(created, ready))).isEqualTo(Cause.FIRST);
        }

        @Test
        void onceInForceItDoesNotNeedTheAuthorityAbove() {
            assertThat(decide(with(before, unready))).isInstanceOf(Keep.class);
        }

        @Test
        void anAuthorityThatAllowsNoneBelowItIsRefused() {
            AuthoritySpec leafOnly = new AuthoritySpec(
                    Authorities.spec("Parent", NOW).name(),
                    Authorities.spec("Parent", NOW).algorithm(),
                    NOW.plus(Authorities.LIFE),
                    NameConstraints.none(),
                    0);
            var above = new ParentAuthority.Ready(RootCertificate.issue(leafOnly, NOW, Authorities.RANDOM), Set.of());
            assertThat(refusal(with(created, above))).isEqualTo(FailureCode.InvalidAuthority);
        }

        @Test
        void anEndedAuthorityAboveIsRefused() {
            assertThat(refusal(at(with(created, ready), NOW.plus(Authorities.LIFE))))
                    .isEqualTo(FailureCode.InvalidAuthority);
        }

        /** A certificate is valid from a minute before it was made. */
        @DisplayName("an authority above whose certificate is not valid yet certifies none")
        @ParameterizedTest(name = "its clock {0} behind")
        @CsvSource({"PT60S, false", "PT61S, true", "P2D, true"})
        void anAuthorityAboveThatIsNotValidYetIsWaitedFor(Duration behind, boolean waits) {
            AuthorityFacts setBack = at(with(created, ready), NOW.minus(behind));
            assertThat(IntermediateCertificate.issue(
                                    Authorities.spec("Test", NOW), parent, setBack.now(), Authorities.RANDOM)
                            .toOptional()
                            .isEmpty())
                    .isEqualTo(waits);
            if (!waits) {
                assertThat(makes(setBack)).isEqualTo(Cause.FIRST);
                return;
            }
            Refuse refuse = (Refuse) decide(setBack);
            assertThat(refuse.refusal().code()).isEqualTo(FailureCode.AuthorityNotReady);
            assertThat(refuse.refusal().code().stalls()).isFalse();
            assertThat(refuse.refusal().message()).contains("CN=Parent", "2026-11-22T09:59:00Z", "clock");
            assertThat(refuse.upkeep().next()).contains(setBack.now().plusSeconds(60));
        }

        @Test
        void anotherAuthorityAboveThatIsNotValidYetLeavesTheKeyInForce() {
            AuthorityKey later = root("Parent", NOW.plus(Duration.ofHours(1)));
            Set<Sha256> older = Set.of(RecordedCertificate.digest(parent.certificate()));
            AuthorityFacts renewedAbove = with(before, new ParentAuthority.Ready(later, older));
            Refuse refuse = (Refuse) decide(renewedAbove);
            assertThat(refuse.refusal().code()).isEqualTo(FailureCode.AuthorityNotReady);
            assertThat(refuse.upkeep().plan().keys()).isEqualTo(before.record().keys());
            assertThat(makes(at(renewedAbove, later.validFrom()))).isEqualTo(Cause.PARENT_RENEWED);
        }

        @Test
        void aResetAboveWhoseCertificateIsNotValidYetVoidsWhatIsBelowAtOnce() {
            AuthorityKey later = root("Parent", NOW.plus(Duration.ofHours(1)));
            Withdraw withdraw = (Withdraw) decide(with(before, new ParentAuthority.Ready(later, Set.of())));
            assertThat(withdraw.cause()).isEqualTo(Cause.PARENT_RESET);
            assertThat(withdraw.refusal().code()).isEqualTo(FailureCode.AuthorityNotReady);
        }

        @Test
        void aLongerLifeUnderAnAuthorityAboveThatIsNotValidYetWaitsWhileTheKeySigns() {
            AuthorityFacts shortLived =
                    established(with(created, ready), Cause.FIRST, below(parent, LIFE.dividedBy(2)));
            Keep keep = (Keep) decide(at(shortLived, NOW.minus(Duration.ofDays(1))));
            assertThat(keep.shortcoming().map(Refusal::code)).contains(FailureCode.AuthorityNotReady);
        }

        @Test
        void aResetAboveVoidsWhatIsBelow() {
            AuthorityFacts after = with(before, new ParentAuthority.Ready(root("Parent"), Set.of()));
            assertThat(makes(after)).isEqualTo(Cause.PARENT_RESET);
            Establishment establishment = AuthorityPolicy.establish(after, Cause.PARENT_RESET, below(root("Parent")));
            assertThat(establishment.epoch()).isEqualTo(2);
            assertThat(establishment.trusted()).isEmpty();
            assertThat(establishment.lastReset()).isEmpty();
        }

        @Test
        void aResetAboveThatMadeNoKeyYetVoidsWhatIsBelowAtOnce() {
            var refusal = new Refusal(FailureCode.AuthorityNotReady, "not ready");
            AuthorityFacts withdrawnAbove = with(before, new ParentAuthority.Unready(refusal, Optional.of(Set.of())));
            Withdraw withdraw = (Withdraw) decide(withdrawnAbove);
            assertThat(withdraw.cause()).isEqualTo(Cause.PARENT_RESET);
            assertThat(withdraw.epoch()).isEqualTo(2);
            assertThat(withdraw.lastReset()).isEmpty();
            assertThat(refusal(withdrawn(withdrawnAbove, withdraw))).isEqualTo(FailureCode.AuthorityNotReady);
            AuthorityFacts stands = with(
                    before,
                    new ParentAuthority.Unready(
                            refusal, Optional.of(Set.of(RecordedCertificate.digest(parent.certificate())))));
            assertThat(decide(stands)).isInstanceOf(Keep.class);
        }

        @Test
        void aResetAboveVoidsWhatIsBelowThoughItsOwnKeyIsLost() {
            AuthorityFacts lost = with(before, new ObservedKey.Absent());
            assertThat(makes(with(lost, new ParentAuthority.Ready(root("Parent"), Set.of()))))
                    .isEqualTo(Cause.PARENT_RESET);
        }

        @Test
        void aGentleResetAboveIsGentleBelow() {
            AuthorityKey renewed = root("Parent");
            AuthorityFacts after = with(
                    before,
                    new ParentAuthority.Ready(renewed, Set.of(RecordedCertificate.digest(parent.certificate()))));
            assertThat(makes(after)).isEqualTo(Cause.PARENT_RENEWED);
            AuthorityFacts done = established(after, Cause.PARENT_RENEWED, below(renewed));
            assertThat(done.record().epoch()).isEqualTo(1);
            assertThat(done.record().trusted())
                    .containsExactly(before.record().certificate().orElseThrow());
            assertThat(done.record().keys())
                    .extracting(row -> row.phase())
                    .containsExactly(SigningKeyPhase.Active, SigningKeyPhase.Announced);
            assertThat(decide(done)).isInstanceOf(Keep.class);
        }

        @Test
        void aKeyThatACrashLeftUnderAnEarlierAuthorityAboveIsMadeAnew() {
            assertThat(makes(with(with(created, ready), held(below(root("Parent"))))))
                    .isEqualTo(Cause.FIRST);
            AuthorityKey right = below(parent);
            assertThat(decide(with(with(created, ready), held(right)))).isEqualTo(new Take(Cause.FIRST, right));
        }
    }

    @Nested
    final class Imported {
        private final AuthorityFacts created = facts(imported());
        private final AuthorityKey key = root("External");
        private final AuthorityFacts before = established(with(created, held(key, Standing.FOREIGN)), Cause.FIRST, key);

        @Test
        void itWaitsForItsSecret() {
            assertThat(refusal(created)).isEqualTo(FailureCode.AuthorityNotReady);
            assertThat(decide(with(created, held(key, Standing.FOREIGN)))).isEqualTo(new Take(Cause.FIRST, key));
        }

        @Test
        void whatCannotServeIsRefusedWithItsFault() {
            Refuse refuse = (Refuse) decide(with(created, damaged(Standing.FOREIGN)));
            assertThat(refuse.refusal().code()).isEqualTo(FailureCode.InvalidAuthority);
            assertThat(refuse.refusal().message()).contains("external", "tls.key is damaged");
            assertThat(refusal(with(before, damaged(Standing.FOREIGN)))).isEqualTo(FailureCode.InvalidAuthority);
        }

        @Test
        void aSecretThatGoesIsALostKey() {
            assertThat(refusal(with(before, new ObservedKey.Absent()))).isEqualTo(FailureCode.KeyLost);
        }

        @Test
        void anotherCertificateIsAGentleRotation() {
            AuthorityKey other = root("External");
            AuthorityFacts changed = with(before, held(other, Standing.FOREIGN));
            assertThat(decide(changed)).isEqualTo(new Take(Cause.SECRET_REPLACED, other));
            AuthorityFacts after = established(changed, Cause.SECRET_REPLACED, other);
            assertThat(after.record().epoch()).isEqualTo(1);
            assertThat(after.record().trusted())
                    .containsExactly(before.record().certificate().orElseThrow());
            assertThat(after.canSign(after.record().keys())).isTrue();
        }

        @Test
        void aResetTakesWhatTheSecretHolds() {
            AuthorityFacts ordered = with(before, resetting(imported(), "a", false));
            assertThat(decide(ordered)).isEqualTo(new Take(Cause.RESET, key));
            AuthorityFacts after = established(ordered, Cause.RESET, key);
            assertThat(after.record().epoch()).isEqualTo(2);
            assertThat(decide(after)).isInstanceOf(Keep.class);
        }

        @Test
        void aGentleResetOfTheSameCertificateListsItOnce() {
            AuthorityFacts ordered = with(before, resetting(imported(), "a", true));
            assertThat(established(ordered, Cause.RESET, key).record().trusted())
                    .isEmpty();
        }
    }
}
