"""Canonical URLs and text fingerprints, by which articles and texts are recognised as the same."""

import hashlib
import re
import unicodedata
from urllib.parse import SplitResult, quote, unquote, urlsplit

# Parameters that track how a reader came to a page and never select the page. Lower case; a star matches any ending.
_TRACKING = """
    utm_* ga_* _ga _gl gclid gclsrc dclid gbraid wbraid srsltid usqp _gac_*
    fbclid fb_* _ft_ igshid igsh mibextid __twitter_impression twclid ttclid li_fat_id yclid ysclid _openstat msclkid
    rdt_cid mc_cid mc_eid mkt_tok mtm_* pk_* piwik_* matomo_* hsa_* _hsenc _hsmi hsctatracking __hstc __hssc __hsfp
    vero_id vero_conv oly_anon_id oly_enc_id s_cid s_kwcid ef_id wickedid _branch_match_id _branch_referrer _unique_id
    xtor xtref at_medium at_campaign* at_custom* at_format at_link* at_bbc_team at_ptr_name at_machin at_recipient*
    at_send* ns_source ns_mchannel ns_campaign ns_linkname ns_fee cmp cmpid cmp_id cid_source campaignid adgroupid
    campaign_id smid smtyp ncid ocid icid ito tsrc ftag ftcamp wt_mc wt_zmc wt.mc_* wt.z_* wt.nav srnd sref sr_share
    rss_id guccounter guce_referrer guce_referrer_sig _guc_consent_skip amp_analytics ao_noptimize een seen cbrd
    ucbcb __s __source __campaign traffic_source trk trkcampaign taid feature_source echobox rb_clickid sscid irclickid
    partner_source soc_src soc_trk embeds_referring_* source_ve_path ref_src ref_url refid referrer spm vgo_ee amp isamp
"""
_TRACKING_NAMES = frozenset(name for name in _TRACKING.split() if not name.endswith("*"))
_TRACKING_STARTS = tuple(name[:-1] for name in _TRACKING.split() if name.endswith("*"))

# These names may also select the page (a branch, a publisher); only with these values do they track the reader.
_ORIGIN_NAMES = frozenset({"ref", "source", "src", "partner", "from", "platform", "output", "outputtype", "mode"})
_ORIGIN_VALUES = frozenset({"rss", "feed", "feeds", "atom", "rssfeed", "tw", "twitter", "fb", "facebook", "newsletter"})
_ORIGIN_VALUES |= {"hootsuite", "social", "share", "email", "app", "amp"}

_AMP_CACHE = re.compile(
    r"(?:[^/]+\.cdn\.ampproject\.org/(?:c|v|wp)|www\.google\.[a-z.]+/amp)/(?P<secure>s/)?(?P<address>[^/]+\.[^/]+.*)"
)
_AMP_HOST = re.compile(r"^amp\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?<=.)(?:/amp/?|\.amp(?:\.html?)?)+$")

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._~%!$&'()*+,;=-]+|[0-9a-f:.]+(?:%[a-z0-9.]+)?")
_UNSAFE = re.compile(r"[^\x21-\x7e]+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[^0-9a-z]+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
# The end of a path by which a server names the file or the script behind a page.
FILE_ENDING = re.compile(r"\.(?:[psx]?html?|php\d?|aspx?|jspx?|cfm)$", re.IGNORECASE)
_PAGE_FILE = re.compile(rf"/(?:index|default)\.\w{{2,5}}$|(?<=[^/]){FILE_ENDING.pattern}", re.IGNORECASE)
_FILE_ENDS = ("", "/", ".html", ".htm", ".php", "/index.html")
_NUMBER_LENGTH = 5
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{2,6})?|(?:19|20)\d{4}|\d{1,2}[a-z]{3}\d{2,4}")


def canonical_url(url: str) -> str:
    """Canonicalise a URL so that all links to one article become equal; idempotent.

    The result has scheme and host in lower case (the host as ASCII), and no default port, fragment, user name or
    tracking parameters; the other parameters keep order and encoding. URLs of AMP versions (by cache, host or path) are
    replaced by the URL of the page itself. A string that is not an http(s) URL is only stripped. Never raises.
    """
    stripped = url.strip()
    try:
        parts = urlsplit(stripped)
        authority = _canonical_authority(parts)
    except ValueError:
        return stripped
    if not authority:
        return stripped
    query = _without_tracking(parts.query)
    if inner := _AMP_CACHE.match(f"{authority}{parts.path}"):
        scheme = "https" if inner["secure"] else "http"
        return canonical_url(f"{scheme}://{inner['address']}{'?' + query if query else ''}")
    path = _escape(_AMP_PATH.sub("", parts.path)) or "/"
    return f"{parts.scheme}://{_AMP_HOST.sub('www.', authority)}{path}{'?' + _escape(query) if query else ''}"


def fragment_of(url: str) -> str:
    """The fragment of a URL with its "#", "" if there is none. Never raises."""
    fragment = url.strip().partition("#")[2]
    return f"#{_escape(fragment)}" if fragment else ""


def other_spellings(url: str) -> tuple[str, ...]:
    """The other addresses at which a site usually serves the page of a canonical URL.

    They differ in scheme, in "www." and in the end of the path: a slash, a file ending, an index file.
    """
    parts = split_web(url)
    if parts is None:
        return ()
    bare = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    stem = _PAGE_FILE.sub("", path)
    paths = dict.fromkeys([path, f"{path}/", *(f"{stem}{end}" for end in _FILE_ENDS if stem)])
    query = f"?{parts.query}" if parts.query else ""
    every = (
        f"{scheme}://{host}{path}{query}"
        for scheme in _DEFAULT_PORTS
        for host in (bare, f"www.{bare}")
        for path in filter(None, paths)
    )
    return tuple(one for one in every if one != url)


def place_on_site(url: str) -> str:
    """The path and query of a canonical URL, by which a page is known again after its site moved; "" for a front page.

    The letter case of the path, a slash, a file ending and an index file at its end make no difference, as long as what
    is left has a number or two words: "/live" and "/live.html" may be two pages.
    """
    exact = exact_place(url)
    path, mark, query = exact.partition("?")
    place = f"{_PAGE_FILE.sub('', path).lower()}{mark}{query}"
    words = _BETWEEN_WORDS.split(unquote(place))
    return place if re.search(r"\d", place) or len(list(filter(None, words))) > 1 else exact


def exact_place(url: str) -> str:
    """The path and query of a canonical URL without a slash at the end of the path; "" for a front page."""
    parts = split_web(url)
    path = parts.path.rstrip("/") if parts else ""
    return f"{path}?{parts.query}" if parts and parts.query else path


def share_number(url: str, other: str) -> bool:
    """Whether two addresses of one site name the same number of a story, and differ in its headline or section.

    A number has five signs or more and a digit in it, as 417234 or p54lq0 has; a date such as 20200421 is none.
    """
    one, two = split_web(url), split_web(other)
    if one is None or two is None or one.hostname != two.hostname:
        return False
    return not _numbers_in(one.path).isdisjoint(_numbers_in(two.path))


def _numbers_in(path: str) -> set[str]:
    parts = (part for part in _BETWEEN.split(path.casefold()) if len(part) >= _NUMBER_LENGTH)
    return {part for part in parts if any(map(str.isdigit, part)) and not _DATE.fullmatch(part)}


def split_web(url: str) -> SplitResult | None:
    """The parts of an http(s) URL; None for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.scheme in _DEFAULT_PORTS and parts.netloc else None


def fingerprint(*texts: str) -> str:
    """A stable hex digest of the words of some texts, ignoring case, spacing and punctuation."""
    digest = hashlib.blake2b(digest_size=16, person=b"storywake-words1")
    for text in texts:
        # a text without any word ("???") is hashed by its characters, or all such texts would be equal
        words = " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())) or text.strip()
        digest.update(words.encode("utf-8", "replace") + b"\x1f")
    return digest.hexdigest()


def _canonical_authority(parts: SplitResult) -> str:
    if parts.scheme not in _DEFAULT_PORTS:
        return ""
    host = ascii_host(parts.hostname or "")
    if not _HOST.fullmatch(host):
        return ""
    port = "" if parts.port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{parts.port}"
    return (f"[{host}]" if ":" in host else host) + port


def ascii_host(host: str) -> str:
    """A host name in ASCII: lower case, other labels in Punycode."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", host).lower()).replace("\u3002", ".")
    return ".".join(_ascii_label(label) for label in folded.removesuffix(".").split("."))


def _ascii_label(label: str) -> str:
    # not the "idna" codec: it follows IDNA 2003, which treats straße.de and strasse.de as the same host
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(parameter: str) -> bool:
    name, _, value = parameter.lower().partition("=")
    # an undecoded "&amp;" from markup makes the name start with "amp;"
    name = name.removeprefix("amp;")
    if name in _ORIGIN_NAMES:
        return value in _ORIGIN_VALUES
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_STARTS)


def _escape(text: str) -> str:
    quoted = _UNSAFE.sub(lambda match: quote(match[0], errors="replace"), text)
    return _ESCAPE.sub(lambda match: match[0].upper(), quoted)
