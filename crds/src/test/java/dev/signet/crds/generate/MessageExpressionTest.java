package dev.signet.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageExpressionTest {

    @Test
    void what_only_the_object_tells_becomes_an_ellipsis() {
        assertThat(MessageExpression.texts("'no ' + self.name.replace(':', '-') + ' here'"))
                .containsExactly("no … here");
    }

    @Test
    void each_outcome_of_a_condition_is_a_text() {
        assertThat(MessageExpression.texts("self.?a.orValue('') == 'x' ? 'one' : has(self.b) ? 'two' : 'three'"))
                .containsExactly("one", "two", "three");
        assertThat(MessageExpression.texts("'write ' + (self.a ? 'more' : 'less') + '!'"))
                .containsExactly("write more!", "write less!");
    }

    @Test
    void formatted_and_mapped_texts_are_read() {
        assertThat(MessageExpression.texts("'%s is not %d'.format([self.a, 1])"))
                .containsExactly("… is not …");
        assertThat(MessageExpression.texts("self.filter(s, s == r'\\').map(s, s + (s == 'a' ? ' is a' : ' is b'))[0]"))
                .containsExactly("… is a", "… is b");
    }
}
