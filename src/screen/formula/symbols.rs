//! The signs that TeX's commands stand for. Tables only.

/// The sign of a command without arguments.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    let found = SYMBOLS.binary_search_by_key(&name, |(name, _)| name);
    found.ok().map(|at| SYMBOLS[at].1)
}

/// What a command puts over or under a letter.
pub(super) const fn combining(name: &str) -> Option<char> {
    Some(match name.as_bytes() {
        b"hat" => '\u{302}',
        b"bar" | b"overline" => '\u{305}',
        b"tilde" => '\u{303}',
        b"vec" => '\u{20d7}',
        b"dot" => '\u{307}',
        b"ddot" => '\u{308}',
        b"underline" => '\u{332}',
        _ => return None,
    })
}

/// A letter of a set of numbers.
pub(super) const fn double_struck(c: char) -> char {
    match c {
        'C' => 'ℂ',
        'E' => '𝔼',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        _ => c,
    }
}

/// The sign above the line.
pub(super) fn raised(c: char) -> Option<char> {
    pick(RAISED, c)
}

/// The sign below the line.
pub(super) fn lowered(c: char) -> Option<char> {
    pick(LOWERED, c)
}

/// Pairs of a character and its stand-in.
fn pick(pairs: &str, c: char) -> Option<char> {
    let mut chars = pairs.chars();
    while let (Some(plain), Some(shifted)) = (chars.next(), chars.next()) {
        if plain == c {
            return Some(shifted);
        }
    }
    None
}

const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺−⁻=⁼(⁽)⁾′′**aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ\
                      AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂβᵝγᵞδᵟθᶿφᵠχᵡ∘°";

const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ";

/// In the order of their names.
const SYMBOLS: &[(&str, &str)] = &[
    (" ", " "),
    ("#", "#"),
    ("$", "$"),
    ("%", "%"),
    ("&", "&"),
    (",", " "),
    (":", " "),
    (";", " "),
    ("Delta", "Δ"),
    ("Gamma", "Γ"),
    ("Lambda", "Λ"),
    ("Leftarrow", "⇐"),
    ("Leftrightarrow", "⇔"),
    ("Omega", "Ω"),
    ("Phi", "Φ"),
    ("Pi", "Π"),
    ("Pr", "Pr"),
    ("Psi", "Ψ"),
    ("Rightarrow", "⇒"),
    ("Sigma", "Σ"),
    ("Theta", "Θ"),
    ("Xi", "Ξ"),
    ("_", "_"),
    ("alpha", "α"),
    ("approx", "≈"),
    ("arg", "arg"),
    ("ast", "∗"),
    ("beta", "β"),
    ("bigcap", "⋂"),
    ("bigcup", "⋃"),
    ("bmod", "mod"),
    ("bot", "⊥"),
    ("cap", "∩"),
    ("cdot", "·"),
    ("cdots", "⋯"),
    ("chi", "χ"),
    ("circ", "∘"),
    ("cong", "≅"),
    ("cos", "cos"),
    ("cup", "∪"),
    ("dagger", "†"),
    ("deg", "deg"),
    ("delta", "δ"),
    ("det", "det"),
    ("div", "÷"),
    ("dots", "…"),
    ("downarrow", "↓"),
    ("ell", "ℓ"),
    ("emptyset", "∅"),
    ("epsilon", "ε"),
    ("equiv", "≡"),
    ("eta", "η"),
    ("exists", "∃"),
    ("exp", "exp"),
    ("forall", "∀"),
    ("gamma", "γ"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("gets", "←"),
    ("gg", "≫"),
    ("iff", "⇔"),
    ("implies", "⇒"),
    ("in", "∈"),
    ("inf", "inf"),
    ("infty", "∞"),
    ("int", "∫"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("land", "∧"),
    ("langle", "⟨"),
    ("lceil", "⌈"),
    ("ldots", "…"),
    ("le", "≤"),
    ("leftarrow", "←"),
    ("leftrightarrow", "↔"),
    ("leq", "≤"),
    ("lfloor", "⌊"),
    ("lg", "lg"),
    ("lim", "lim"),
    ("ll", "≪"),
    ("ln", "ln"),
    ("lnot", "¬"),
    ("log", "log"),
    ("lor", "∨"),
    ("mapsto", "↦"),
    ("max", "max"),
    ("mid", "∣"),
    ("min", "min"),
    ("mod", "mod"),
    ("models", "⊨"),
    ("mp", "∓"),
    ("mu", "μ"),
    ("nabla", "∇"),
    ("ne", "≠"),
    ("neg", "¬"),
    ("neq", "≠"),
    ("ni", "∋"),
    ("notin", "∉"),
    ("nu", "ν"),
    ("omega", "ω"),
    ("oplus", "⊕"),
    ("otimes", "⊗"),
    ("partial", "∂"),
    ("perp", "⊥"),
    ("phi", "φ"),
    ("pi", "π"),
    ("pm", "±"),
    ("prec", "≺"),
    ("prime", "′"),
    ("prod", "∏"),
    ("propto", "∝"),
    ("psi", "ψ"),
    ("qquad", "    "),
    ("quad", "  "),
    ("rangle", "⟩"),
    ("rceil", "⌉"),
    ("rfloor", "⌋"),
    ("rho", "ρ"),
    ("rightarrow", "→"),
    ("setminus", "∖"),
    ("sigma", "σ"),
    ("sim", "∼"),
    ("simeq", "≃"),
    ("sin", "sin"),
    ("star", "⋆"),
    ("subset", "⊂"),
    ("subseteq", "⊆"),
    ("succ", "≻"),
    ("sum", "∑"),
    ("sup", "sup"),
    ("supset", "⊃"),
    ("supseteq", "⊇"),
    ("tan", "tan"),
    ("tau", "τ"),
    ("theta", "θ"),
    ("times", "×"),
    ("to", "→"),
    ("top", "⊤"),
    ("triangle", "△"),
    ("uparrow", "↑"),
    ("upsilon", "υ"),
    ("varepsilon", "ε"),
    ("varnothing", "∅"),
    ("varphi", "φ"),
    ("vdash", "⊢"),
    ("vdots", "⋮"),
    ("vee", "∨"),
    ("wedge", "∧"),
    ("xi", "ξ"),
    ("zeta", "ζ"),
    ("{", "{"),
    ("|", "‖"),
    ("}", "}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_found() {
        assert!(SYMBOLS.is_sorted_by_key(|(name, _)| *name));
        for pairs in [RAISED, LOWERED] {
            assert_eq!(pairs.chars().count() % 2, 0);
        }
        assert_eq!(
            (raised('x'), lowered('x'), raised('q')),
            (Some('ˣ'), Some('ₓ'), None)
        );
    }
}
