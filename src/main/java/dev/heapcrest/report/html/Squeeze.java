package dev.heapcrest.report.html;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a minified script shorter, by what is safe here and not everywhere. Run by the build alone; docs/performance.md
 * has what each step saves.
 *
 * <p>The script is read token by token: nothing looks into strings or patterns.
 */
final class Squeeze {
    private static final String START = "(function(){'use strict';";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String END = "})();";

    /**
     * Members of our own objects that share their name with a member of some browser object, for which the minifier would
     * keep it. The minifier's check of types fails where such a name is used for an object of the browser. Names that
     * externs.js keeps, and the page's skeleton names, cannot be among them.
     */
    static final Set<String> OWN_NAMES = Set.of(
            "amount",
            "before",
            "box",
            "count",
            "details",
            "element",
            "fileName",
            "files",
            "finish",
            "first",
            "flags",
            "focused",
            "frame",
            "frameCount",
            "frames",
            "functionName",
            "group",
            "groups",
            "kind",
            "layout",
            "module",
            "names",
            "node",
            "notify",
            "origin",
            "parent",
            "position",
            "request",
            "resize",
            "sandwich",
            "shape",
            "share",
            "slot",
            "state",
            "store",
            "total",
            "view");

    private static final Pattern SOURCE_TOKEN =
            Pattern.compile("'(?:[^'\\\\\\n]|\\\\.)*'|//[^\\n]*|/\\*.*?\\*/|[\\w$]+", Pattern.DOTALL);

    private static final Pattern WORD_OF_COMMENT = Pattern.compile("(?<![\\w$'])[\\w$]+(?![\\w$'])");

    /** A string, a pattern (only where a value can begin), a word, or one character. */
    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'"
                    + "|(?<=[(,=:\\[!&|?{};>]|\\breturn)/(?:[^/\\\\\\[\\n]|\\\\.|\\[(?:[^\\]\\\\]|\\\\.)*\\])+/"
                    + "|[\\w$]+|.",
            Pattern.DOTALL);

    /** Members that are asked for often in the text, and never in a loop over boxes, where a looked-up name costs time. */
    private static final Set<String> MEMBERS = Set.of(
            "activeElement",
            "classList",
            "clientHeight",
            "clientWidth",
            "clientX",
            "clientY",
            "dataset",
            "getElementById",
            "onclick",
            "onmessage",
            "postMessage",
            "preventDefault",
            "scrollTop",
            "stopPropagation",
            "textContent");

    /** Functions that need no object, by their object. */
    private static final Map<String, Set<String>> FUNCTIONS = Map.of(
            "Math", Set.of("abs", "ceil", "floor", "imul", "max", "min", "round"),
            "JSON", Set.of("stringify"),
            "Object", Set.of("entries"));

    /** What is global, and how the page and its worker, which has no document, can both speak of it. */
    private static final Map<String, String> GLOBALS = Map.of(
            "Int32Array", "Int32Array",
            "Number", "Number",
            "Uint8Array", "Uint8Array",
            "clearTimeout", "clearTimeout",
            "document", "self.document",
            "encodeURIComponent", "encodeURIComponent",
            "setTimeout", "setTimeout");

    /** Letters of a name, its equals sign and its comma: what a name costs beside its value. */
    private static final int NAMING = 4;

    private final List<String> tokens = new ArrayList<>();
    private final Set<String> taken = new HashSet<>(Set.of("as", "do", "if", "in", "is", "of"));

    /** By value. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private Squeeze(String code) {
        Matcher matcher = TOKEN.matcher(code);
        while (matcher.find()) {
            if (matcher.group().equals("`")) {
                throw new IllegalArgumentException("A template's text cannot be told from code here");
            }
            tokens.add(matcher.group());
        }
        taken.addAll(tokens);
    }

    /**
     * A source of the viewer with a dollar sign after each of {@link #OWN_NAMES}, in its types, which are comments, as in
     * its code. No browser has such names, so the minifier makes them short.
     */
    static String ownNames(String source) {
        return replaceEach(
                SOURCE_TOKEN,
                source,
                token -> token.startsWith("/*") ? replaceEach(WORD_OF_COMMENT, token, Squeeze::marked) : marked(token));
    }

    private static String replaceEach(Pattern pattern, String text, UnaryOperator<String> replacement) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match.group())));
    }

    private static String marked(String word) {
        return OWN_NAMES.contains(word) ? word + "$" : word;
    }

    /**
     * The same script in fewer letters: {@code let} for {@code const}, functions as arrows, short names for the browser's
     * names that occur often, no line breaks.
     *
     * @param script as the build wraps it, {@code (function(){'use strict';...})();}
     */
    static String script(String script) {
        if (!script.startsWith(START) || !script.endsWith(END)) {
            throw new IllegalArgumentException("Not the wrapper that the build sets");
        }
        return START + new Squeeze(script.substring(START.length(), script.length() - END.length())).squeezed() + END;
    }

    private String squeezed() {
        tokens.removeIf("\n"::equals);
        tokens.replaceAll(token -> token.equals("const") ? "let" : token);
        shorten();
        joinDeclarations();
        StringBuilder functions = new StringBuilder();
        StringBuilder rest = new StringBuilder();
        for (int i = 0, depth = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            int end = depth == 0 ? endOfFunction(i) : 0;
            if (end > 0) {
                functions.append(',').append(arrow(i, end));
                i = end - 1;
                continue;
            }
            depth += nesting(token);
            boolean empty =
                    token.equals(";") && depth == 0 && (rest.isEmpty() || rest.charAt(rest.length() - 1) == ';');
            rest.append(empty ? "" : token);
        }
        StringBuilder declared = new StringBuilder();
        names.forEach(
                (value, name) -> declared.append(',').append(name).append('=').append(value));
        declared.append(functions);
        return declared.isEmpty() ? rest.toString() : "let " + declared.substring(1) + ";" + rest;
    }

    /** One {@code let} for declarations that follow each other. */
    private void joinDeclarations() {
        // by depth: whether the statement there declares
        BitSet declares = new BitSet();
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            int nesting = nesting(token);
            if (nesting != 0) {
                depth += nesting;
                declares.clear(depth + (nesting < 0 ? 1 : 0));
            } else if (token.equals("let") && !at(i - 1).equals("(")) {
                declares.set(depth);
            } else if (token.equals(";") && declares.get(depth) && at(i + 1).equals("let")) {
                replace(i, i + 3, ",");
            } else if (token.equals(";")) {
                declares.clear(depth);
            }
        }
    }

    /** Puts short names in the places of values wherever that takes fewer letters. */
    private void shorten() {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        Map<String, Integer> saved = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            String value = valueAt(i);
            if (value.isEmpty()) {
                continue;
            }
            places.computeIfAbsent(value, any -> new ArrayList<>()).add(i);
            saved.merge(value, written(i, value) - (at(i - 1).equals(".") ? 3 : 2), Integer::sum);
        }
        places.forEach((value, all) -> {
            if (saved.getOrDefault(value, 0) > value.length() + NAMING) {
                String name = name();
                names.put(value, name);
                all.forEach(i -> name(i, name));
            }
        });
    }

    /** What could have a name at a token; empty where nothing could. */
    private String valueAt(int i) {
        String token = tokens.get(i);
        if (at(i - 1).equals(".")) {
            return MEMBERS.contains(token) ? '"' + token + '"' : "";
        }
        boolean key =
                at(i + 1).equals(":") && (at(i - 1).equals("{") || at(i - 1).equals(","));
        if (key || at(i - 1).equals("case")) {
            return "";
        }
        if (token.startsWith("\"")) {
            return token;
        }
        boolean function =
                at(i + 1).equals(".") && FUNCTIONS.getOrDefault(token, Set.of()).contains(at(i + 2));
        return function ? token + "." + at(i + 2) : GLOBALS.getOrDefault(token, "");
    }

    private int written(int i, String value) {
        return at(i - 1).equals(".")
                ? value.length() - 1
                : FUNCTIONS.containsKey(tokens.get(i))
                        ? value.length()
                        : tokens.get(i).length();
    }

    private void name(int i, String name) {
        if (at(i - 1).equals(".")) {
            boolean maybe = at(i - 2).equals("?");
            replace(maybe ? i : i - 1, i + 1, "[" + name + "]");
        } else {
            int end = FUNCTIONS.containsKey(tokens.get(i)) ? i + 3 : i + 1;
            // return"x" and "x"in need no blank, names do
            replace(i, end, (isWord(at(i - 1)) ? " " : "") + name + (isWord(at(end)) ? " " : ""));
        }
    }

    private static boolean isWord(String token) {
        return !token.isEmpty() && Character.isJavaIdentifierPart(token.charAt(token.length() - 1));
    }

    private void replace(int start, int end, String text) {
        tokens.set(start, text);
        for (int i = start + 1; i < end; i++) {
            tokens.set(i, "");
        }
    }

    /** A short name that occurs nowhere yet, not even as a member. */
    private String name() {
        String firsts = "$_" + LETTERS;
        for (int i = 0; i < firsts.length() * LETTERS.length(); i++) {
            String name = "" + firsts.charAt(i / LETTERS.length()) + LETTERS.charAt(i % LETTERS.length());
            if (taken.add(name)) {
                return name;
            }
        }
        throw new IllegalStateException("No short names are left");
    }

    /**
     * The token after a function that is declared at a token and can be an arrow: one that uses neither {@code this} nor
     * {@code arguments} and is no generator. 0 where there is none.
     */
    private int endOfFunction(int start) {
        int i = at(start).equals("async") && at(start + 2).equals("function") ? start + 2 : start;
        boolean statement =
                start == 0 || at(start - 1).equals(";") || at(start - 1).equals("}");
        if (!statement || !at(i).equals("function") || !at(i + 1).equals(" ")) {
            return 0;
        }
        int end = endOfBrackets(endOfBrackets(i + 3));
        List<String> used = tokens.subList(i, end);
        return used.contains("this") || used.contains("arguments") ? 0 : end;
    }

    private String arrow(int start, int end) {
        int name = at(start).equals("async") ? start + 4 : start + 2;
        int body = endOfBrackets(name + 1);
        String parameters = String.join("", tokens.subList(name + 1, body));
        boolean single = parameters.matches("\\([\\w$]+\\)");
        return at(name) + "=" + (name > start + 2 ? "async" + (single ? " " : "") : "")
                + (single ? parameters.substring(1, parameters.length() - 1) : parameters) + "=>" + value(body, end);
    }

    /** The body of a function, or what it gives back where it does nothing else. */
    private String value(int start, int end) {
        String body = String.join("", tokens.subList(start, end));
        boolean returns = at(start + 1).equals("return") && !body.contains(";") && !body.equals("{return}");
        if (!returns) {
            return body;
        }
        String value = body.substring("{return".length(), body.length() - 1).strip();
        int depth = 0;
        boolean commas = value.startsWith("{");
        for (String token : tokens.subList(start + 1, end - 1)) {
            depth += nesting(token);
            commas |= depth == 0 && token.equals(",");
        }
        return commas ? "(" + value + ")" : value;
    }

    private int endOfBrackets(int start) {
        int depth = 0;
        int i = start;
        do {
            depth += nesting(tokens.get(i++));
        } while (depth > 0);
        return i;
    }

    private static int nesting(String token) {
        return switch (token) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }

    private String at(int i) {
        return i < 0 || i >= tokens.size() ? "" : tokens.get(i);
    }
}
