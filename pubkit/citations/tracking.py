"""Parameters of addresses that follow the reader and not the page: who shared it, from which campaign, by which search.

Taking one out leads to the same page. A parameter is listed everywhere only where its name means nothing else on any site;
all others are listed by site, and what a site needs to find the page (`id`, `__biz`, `v`, `xsec_token`) is in no list.

Sources: the documentation of Google Analytics (`utm_`, `gclid`), Matomo (`mtm_`, `pk_`), HubSpot (`_hs`), Meta (`fbclid`),
Microsoft (`msclkid`), Yandex (`yclid`), Alibaba (`spm`, `scm`), Baidu (`hmsr`); share links of the sites themselves, seen in
exports. What does not belong here: how they are taken out of an address (`addresses`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from pubkit.text.pattern import lazy


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PREFIXES = ("utm_", "mtm_", "matomo_", "pk_campaign", "pk_kwd", "pk_source", "pk_medium", "piwik_", "hsa_", "__hs", "stm_")
_EVERYWHERE = _words(
    "fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid yclid ysclid twclid ttclid wickedid igshid igsh "
    "li_fat_id mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking vero_id vero_conv oly_enc_id oly_anon_id _openstat rb_clickid "
    "srsltid _ga _gl epik guccounter guce_referrer guce_referrer_sig cmpid ncid wt.mc_id wt_mc_id irclickid "
    "spm scm upstream_biz bd_vid hmsr hmpl hmcu hmkw hmci __s ss_source ss_campaign_id sc_campaign sc_channel "
    "at_campaign at_medium at_custom1 at_custom2 at_custom3 at_custom4 trk trackingid ref_src ref_url share_token share_sign"
)

_DOUYIN = _words(
    "did iid mid region u_code from_aid from_ssr with_sec_did scene_from share_sign share_version share_track_info "
    "share_link_id titletype ts timestamp video_share_track_ver tt_from app schema_type activity_info ug_share_id is_slides "
    "previous_page enter_from enter_method from mode sec_uid social_share_type share_app_id share_iid aweme_type"
)
#: By host and all below it. Names are in lower case.
_BY_SITE: dict[str, frozenset[str]] = {
    "iesdouyin.com": _DOUYIN,
    "douyin.com": _DOUYIN - {"sec_uid"},
    "tiktok.com": _words("_r _t _d is_from_webapp is_copy_url sender_device sender_web_id web_id refer share_item_id u_code tt_from"),
    "kuaishou.com": _words("cc followrefer sharemethod docid kpn subbiz shareid sharetoken shareobjectid fid et"),
    "toutiao.com": _words(
        "app category_new timestamp req_id req_id_new wid tt_from use_new_style log_from source enter_from channel from "
        "share_uid share_did module_name group_id article_category iid device_id iid_new"
    ),
    "xiaohongshu.com": _words(
        "xsec_source app_platform app_version share_from_user_hidden author_share xhsshare shareredid apptime share_id "
        "share_channel ignoreengage source appuid"
    ),
    "bilibili.com": _words(
        "spm_id_from vd_source share_source share_medium share_plat share_session_id share_tag share_times from_spmid "
        "from_source buvid is_story_h5 mid plat_id timestamp unique_k up_id bbid ts msource seid trackid from "
        "broadcast_type launch_id session_id live_from jumplinktype"
    ),
    "mp.weixin.qq.com": _words(
        "chksm scene subscene sessionid clicktime enterid ascene devicetype version nettype abtest_cookie lang exportkey "
        "pass_ticket wx_header uin from isappinstalled poc_token session_us sharer_shareinfo sharer_shareinfo_first "
        "sharer_sharetime sharer_shareid srcid mpshare realreporttime fontscale countrycode click_id xtrack"
    ),
    "qq.com": _words("suid media_id shareto tbkt strategy openid uid refer adparam pgv_ref ptlang ADTAG".lower()),
    "zhihu.com": _words("share_code native s_r tt_from hybrid_search_source hybrid_search_extra search_source"),
    "weibo.com": _words("refer_flag wvr mod from sharesource sourcetype jumpfrom luicode lfid pagetype wm featurecode"),
    "weibo.cn": _words("refer_flag wvr mod from sharesource sourcetype jumpfrom luicode lfid pagetype wm featurecode"),
    "sohu.com": _words("pvid _f strategyid edtsign edtcode _trans_ qq-pf-to trans_code mpid"),
    "sina.com.cn": _words("from wm cre mod loc r rfunc tj tr vt pos cid his"),
    "sina.cn": _words("from wm cre mod loc r rfunc tj tr vt pos cid his"),
    "163.com": _words("spss spssid spsw spsb spscid isfromoutside referfrom recommended clickfrom from f"),
    "ifeng.com": _words("tp ch from share aman back ivk_sa channel"),
    "36kr.com": _words("f channel channelid"),
    "thepaper.cn": _words("commtag from"),
    "baijiahao.baidu.com": _words("wfr for sdkver searchword"),
    "mbd.baidu.com": _words("wfr for sdkver searchword"),
    "baike.baidu.com": _words("fr frommodule lemmafrom fromid_ entity_search"),
    "tieba.baidu.com": _words("fr share client_type client_version st is_video unique_id"),
    "wenku.baidu.com": _words("fr _wkts_ bdquery wk_from"),
    "csdn.net": _words(
        "depth_1-utm_source ops_request_misc request_id biz_id ydreferer sharetype shareid sharerefer sharesource sharefrom "
        "login from"
    ),
    "juejin.cn": _words("searchid from"),
    "cloud.tencent.com": _words("from from_column policyid traceid frompage fromsource sharebychannel sampshare"),
    "aliyun.com": _words("source usercode accounttraceid"),
    "huaweicloud.com": _words("ticket"),
    "youtube.com": _words("si feature pp ab_channel app source_ve_path embeds_referring_euri embeds_referring_origin"),
    "youtu.be": _words("si feature pp"),
    "twitter.com": _words("s t cn cxt"),
    "x.com": _words("s t cn cxt"),
    "instagram.com": _words("hl"),
    "facebook.com": _words("mibextid __tn__ ref rdid share_url hc_ref fref refsrc _rdr notif_id notif_t"),
    "linkedin.com": _words("lipi originalsubdomain midtoken midsig trkemail refid"),
    "reddit.com": _words("share_id rdt ref ref_source correlation_id post_fullname"),
    "medium.com": _words("source"),
    "substack.com": _words("r s triedredirect isfreemail showwelcomeonshare"),
    "quora.com": _words("share srid ch oid"),
    "amazon.com": _words("ref ref_ tag psc dib dib_tag qid sr keywords crid sprefix _encoding content-id linkcode"),
    "nature.com": _words("error code fromsci frompaywallrec proof"),
    "springer.com": _words("error code fromsci frompaywallrec"),
    "sciencedirect.com": _words("via ref"),
    "researchgate.net": _words("_sg _sgd _tp _iepl enrichid enrichsource el"),
    "wikipedia.org": _words("wprov"),
    "nytimes.com": _words("smid smtyp partner emc searchresultposition action module pgtype region rref"),
    "theguardian.com": _words("cmp"),
    "bbc.com": _words("ns_mchannel ns_source ns_campaign ns_linkname xtor"),
    "bbc.co.uk": _words("ns_mchannel ns_source ns_campaign ns_linkname xtor"),
    "washingtonpost.com": _words("itid wpisrc wpmm outputtype"),
    "forbes.com": _words("sh ss"),
    "stackoverflow.com": _words("noredirect lq rq"),
    "nowcoder.com": _words("sourcessr urlsource"),
}  # fmt: skip

#: `ref=site.com`: Ghost, Product Hunt and others name in it the site that links here. `ref=main` is a branch.
_SITE_AS_VALUE = lazy(r"(?:https?(?::|%3A)(?://|%2F%2F))?(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|co|cn|dev|app|news|blog|me)/?", re.IGNORECASE)


def is_tracking(host: str, name: str, value: str = "") -> bool:
    """Whether the parameter `name` of an address on `host` (lower case) only tells where the reader comes from."""
    name = name.lower()
    if name in _EVERYWHERE or name.startswith(_PREFIXES):
        return True
    if name == "ref" and _SITE_AS_VALUE.fullmatch(value):
        return True
    return name in _of_site(host)


@lru_cache(maxsize=512)
def _of_site(host: str) -> frozenset[str]:
    return frozenset().union(*(_BY_SITE.get(each, ()) for each in host_suffixes(host)))


def host_suffixes(host: str) -> tuple[str, ...]:
    """A host and what it stands below: `m.qikan.cqvip.com`, `qikan.cqvip.com`, `cqvip.com`."""
    labels = host.split(".")
    return tuple(".".join(labels[n:]) for n in range(max(1, len(labels) - 1)))
