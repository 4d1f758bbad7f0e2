package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SqueezeTest {
    private static String squeezed(String code) {
        String script = Squeeze.script("(function(){'use strict';" + code + "})();");
        return script.substring("(function(){'use strict';".length(), script.length() - "})();".length());
    }

    @Test
    void functions_become_arrows_that_are_there_before_anything_runs() {
        assertEquals(
                "let a=b=>b+1,c=(d,e)=>{f(d);return e},g=async h=>{await h},i=()=>({j:1}),k=({l:m},n=2)=>m(n);a(1);",
                squeezed("a(1);function a(b){return b+1}function c(d,e){f(d);return e}async function g(h){await h}"
                        + "function i(){return{j:1}}function k({l:m},n=2){return m(n)}"));
    }

    @Test
    void functions_that_no_arrow_can_be_stay() {
        for (String code : new String[] {
            "function a(){return this.b}",
            "function a(){return arguments[0]}",
            "function*a(){yield 1}",
            "b(function a(c){return c})",
            "class A{b(c){return c}}"
        }) {
            assertEquals(code, squeezed(code));
        }
    }

    @Test
    void a_sequence_that_is_given_back_keeps_its_place() {
        assertEquals("let a=b=>(c(b),b);", squeezed("function a(b){return c(b),b}"));
    }

    @Test
    void declarations_are_joined_within_their_block_alone() {
        assertEquals(
                "let a=1,b=2;if(a){let c=3,d=4}let e=5;",
                squeezed("const a=1;let b=2;if(a){const c=3;let d=4}const e=5;"));
        assertEquals(
                "for(let a=0;a<1;a++){}let b=1;c();let d=2;",
                squeezed("for(let a=0;a<1;a++){}const b=1;c();const d=2;"));
    }

    @Test
    void texts_and_patterns_stay_as_they_are() {
        String code = "a(\"function b(){const c=1}\",'let;const',/const \"[/\"]`/,d/e/f);";
        assertEquals(code, squeezed(code));
        assertThrows(IllegalArgumentException.class, () -> squeezed("a(`b`);"));
    }

    @Test
    void what_occurs_often_gets_a_name_that_is_free() {
        String code = "$a.textContent=\"x\";$b.textContent=Math.max(1,2);c?.textContent;d.textContent=e.textContent;";
        assertEquals("let $c=\"textContent\";$a[$c]=\"x\";$b[$c]=Math.max(1,2);c?.[$c];d[$c]=e[$c];", squeezed(code));
        assertEquals(
                "let $a=\"pointerdown\";b={\"pointerdown\":1};c($a);c($a);c($a);",
                squeezed("b={\"pointerdown\":1};c(\"pointerdown\");c(\"pointerdown\");c(\"pointerdown\");"));
    }

    @Test
    void names_do_not_grow_together_with_words() {
        assertEquals(
                "let $a=\"pointerdown\",b=()=>$a;$a in c;d($a,$a);",
                squeezed("function b(){return\"pointerdown\"}\"pointerdown\"in c;d(\"pointerdown\",\"pointerdown\");"));
    }

    @Test
    void line_breaks_go() {
        assertEquals("a(1,2)+b();", squeezed("a(1,\n2)+\nb();"));
    }

    @Test
    void own_names_are_marked_in_code_and_types_and_in_no_text() {
        assertEquals(
                "/** @typedef {{count$: number, counts: number}} */ // count\n"
                        + "const {count$, x: frame$} = a.layout$; b['count'] = 'the layout';",
                Squeeze.ownNames("/** @typedef {{count: number, counts: number}} */ // count\n"
                        + "const {count, x: frame} = a.layout; b['count'] = 'the layout';"));
    }

    @Test
    void own_names_are_none_that_the_skeleton_or_the_tests_speak_of() throws IOException {
        Set<String> kept = new TreeSet<>();
        Matcher names = Pattern.compile("^kept\\.(\\w+);", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("src/main/viewer/externs.js")));
        while (names.find()) {
            kept.add(names.group(1));
        }
        assertEquals(true, kept.contains("byCount"), "the names were read");
        kept.retainAll(Squeeze.OWN_NAMES);
        assertEquals(Set.of(), kept);
    }
}
