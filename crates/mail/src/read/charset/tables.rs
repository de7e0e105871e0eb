//! Charsets of one octet a character that neither the Encoding Standard nor the code pages of DOS have: their upper
//! halves, 16 characters a line, with U+FFFD where there is none. The lower halves are ASCII.

pub(super) const CP720: &str = "\
    \u{fffd}\u{fffd}éâ\u{fffd}à\u{fffd}çêëèïî\u{fffd}\u{fffd}\u{fffd}\
    \u{fffd}\u{651}\u{652}ô¤ـûùءآأؤ£إئا\
    بةتثجحخدذرزسشص«»\
    ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧\
    ╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    ضطظعغفµقكلمنهوىي\
    ≡\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}≈°∙·√ⁿ²■\u{a0}";

pub(super) const CP856: &str = "\
    אבגדהוזחטיךכלםמן\
    נסעףפץצקרשת\u{fffd}£\u{fffd}×\u{fffd}\
    \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}®¬½¼\u{fffd}«»\
    ░▒▓│┤\u{fffd}\u{fffd}\u{fffd}©╣║╗╝¢¥┐\
    └┴┬├─┼\u{fffd}\u{fffd}╚╔╩╦╠═╬¤\
    \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}┘┌█▄¦\u{fffd}▀\
    \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}µ\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}¯´\
    \u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

pub(super) const CP1125: &str = "\
    АБВГДЕЖЗИЙКЛМНОП\
    РСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмноп\
    ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧\
    ╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    рстуфхцчшщъыьэюя\
    ЁёҐґЄєІіЇї·√№¤■\u{a0}";

pub(super) const HP_ROMAN8: &str = "\
    \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
    \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
    \u{a0}ÀÂÈÊËÎÏ´ˋˆ¨˜ÙÛ₤\
    ¯Ýý°ÇçÑñ¡¿¤£¥§ƒ¢\
    âêôûáéóúàèòùäëöü\
    ÅîØÆåíøæÄìÖÜÉïßÔ\
    ÁÃãÐðÍÌÓÒÕõŠšÚŸÿ\
    Þþ·µ¶¾—¼½ªº«■»±\u{fffd}";

pub(super) const KOI8_T: &str = "\
    қғ‚Ғ„…†‡\u{fffd}‰ҳ‹ҲҷҶ\u{fffd}\
    Қ‘’“”•–—\u{fffd}™\u{fffd}›\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
    \u{fffd}ӯӮё¤ӣ¦§\u{fffd}\u{fffd}\u{fffd}«¬\u{ad}®\u{fffd}\
    °±²Ё\u{fffd}Ӣ¶·\u{fffd}№\u{fffd}»\u{fffd}\u{fffd}\u{fffd}©\
    юабцдефгхийклмно\
    пярстужвьызшэщчъ\
    ЮАБЦДЕФГХИЙКЛМНО\
    ПЯРСТУЖВЬЫЗШЭЩЧЪ";

pub(super) const KZ1048: &str = "\
    ЂЃ‚ѓ„…†‡€‰Љ‹ЊҚҺЏ\
    ђ‘’“”•–—\u{fffd}™љ›њқһџ\
    \u{a0}ҰұӘ¤Ө¦§Ё©Ғ«¬\u{ad}®Ү\
    °±Ііөµ¶·ё№ғ»әҢңү\
    АБВГДЕЖЗИЙКЛМНОП\
    РСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмноп\
    рстуфхцчшщъыьэюя";

pub(super) const PTCP154: &str = "\
    ҖҒӮғ„…ҶҮҲүҠӢҢҚҺҸ\
    җ‘’“”•–—ҳҷҡӣңқһҹ\
    \u{a0}ЎўЈӨҘҰ§Ё©Ә«¬ӯ®Ҝ\
    °ұІіҙө¶·ё№ә»јҪҫҝ\
    АБВГДЕЖЗИЙКЛМНОП\
    РСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмноп\
    рстуфхцчшщъыьэюя";

pub(super) const MAC_CENTRAL_EUROPE: &str = "\
    ÄĀāÉĄÖÜáąČäčĆćéŹ\
    źĎíďĒēĖóėôöõúĚěü\
    †°Ę£§•¶ß®©™ę¨≠ģĮ\
    įĪ≤≥īĶ∂∑łĻļĽľĹĺŅ\
    ņŃ¬√ńŇ∆«»…\u{a0}ňŐÕőŌ\
    –—“”‘’÷◊ōŔŕŘ‹›řŖ\
    ŗŠ‚„šŚśÁŤťÍŽžŪÓÔ\
    ūŮÚůŰűŲųÝýķŻŁżĢˇ";

pub(super) const MAC_CROATIAN: &str = "\
    ÄÅÇÉÑÖÜáàâäãåçéè\
    êëíìîïñóòôöõúùûü\
    †°¢£§•¶ß®Š™´¨≠ŽØ\
    ∞±≤≥∆µ∂∑∏š∫ªºΩžø\
    ¿¡¬√ƒ≈Ć«Č…\u{a0}ÀÃÕŒœ\
    Đ—“”‘’÷◊\u{f8ff}©⁄€‹›Æ»\
    –·‚„‰ÂćÁčÈÍÎÏÌÓÔ\
    đÒÚÛÙıˆ˜¯πË˚¸Êæˇ";

pub(super) const MAC_GREEK: &str = "\
    Ä¹²É³ÖÜ΅àâä΄¨çéè\
    êë£™îï•½‰ôö¦€ùûü\
    †ΓΔΘΛΞΠß®©ΣΪ§≠°·\
    Α±≤≥¥ΒΕΖΗΙΚΜΦΫΨΩ\
    άΝ¬ΟΡ≈Τ«»…\u{a0}ΥΧΆΈœ\
    –―“”‘’÷ΉΊΌΎέήίόΏ\
    ύαβψδεφγηιξκλμνο\
    πώρστθωςχυζϊϋΐΰ\u{ad}";

pub(super) const MAC_ICELAND: &str = "\
    ÄÅÇÉÑÖÜáàâäãåçéè\
    êëíìîïñóòôöõúùûü\
    Ý°¢£§•¶ß®©™´¨≠ÆØ\
    ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ\
    –—“”‘’÷◊ÿŸ⁄€ÐðÞþ\
    ý·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\
    \u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

pub(super) const MAC_ROMANIAN: &str = "\
    ÄÅÇÉÑÖÜáàâäãåçéè\
    êëíìîïñóòôöõúùûü\
    †°¢£§•¶ß®©™´¨≠ĂȘ\
    ∞±≤≥¥µ∂∑∏π∫ªºΩăș\
    ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ\
    –—“”‘’÷◊ÿŸ⁄€‹›Țț\
    ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\
    \u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

pub(super) const MAC_TURKISH: &str = "\
    ÄÅÇÉÑÖÜáàâäãåçéè\
    êëíìîïñóòôöõúùûü\
    †°¢£§•¶ß®©™´¨≠ÆØ\
    ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ\
    –—“”‘’÷◊ÿŸĞğİıŞş\
    ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\
    \u{f8ff}ÒÚÛÙ\u{f8a0}ˆ˜¯˘˙˚¸˝˛ˇ";
